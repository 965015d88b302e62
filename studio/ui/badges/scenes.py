# SPDX-License-Identifier: Apache-2.0
"""Pictures of the badge designer's sections and of the sign and verify dialogs, for ``studio screens``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from studio.model.project import Project
from studio.ui.badges.sign_dialog import SignDialog
from studio.ui.badges.signing import Order, sign
from studio.ui.badges.state import SECTIONS
from studio.ui.badges.verify_dialog import VerifyDialog
from studio.ui.badges.workspace import BadgesWorkspace
from studio.ui.main_window import MainWindow
from studio.ui.tasks import Progress


def scenes(window: MainWindow) -> Iterator[str]:
    """The first badge at each section, signing, and a file that was changed after it was signed."""
    shown = window.show_workspace("badges")
    if not isinstance(shown, BadgesWorkspace) or not shown.list_page.model.rowCount():
        return
    badge_id = shown.list_page.model.id_at(0)
    for section in SECTIONS:
        shown.open_badge(badge_id, section.id)
        yield f"badge-{section.id}"
    shown.show_list()
    if window.project is None:
        return
    yield from _signing(window, window.project, badge_id)


def _signing(window: MainWindow, project: Project, badge_id: str) -> Iterator[str]:
    """The first step of signing, and what is said about a badge that was changed after it was signed."""
    dialog = SignDialog(window, project, badge_id)
    dialog.open()
    yield "sign"
    dialog.close()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "signed"
        order = Order(badge_id, "Sample", "a passphrase", folder, make_key=True, key_folder=Path(place) / "keys")
        sign(project, order, Progress(lambda _step: None))
        signed = folder / "endorsement.json"
        changed = folder / "changed.json"
        changed.write_text(signed.read_text(encoding="utf-8").replace("vouches", "votes"), encoding="utf-8")
        verify = VerifyDialog(window, [str(changed), str(signed)])
        verify.open()
        yield "verify"
        verify.close()
