# SPDX-License-Identifier: Apache-2.0
"""Pictures of the badge designer's sections and of the sign and verify dialogs, for ``studio screens``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from studio.ui.badges.sign_dialog import SignDialog
from studio.ui.badges.state import SECTIONS
from studio.ui.badges.verify_dialog import VerifyDialog
from studio.ui.badges.workspace import BadgesWorkspace
from studio.ui.main_window import MainWindow


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
    dialog = SignDialog(window, window.project, badge_id)
    dialog.open()
    yield "sign"
    dialog.close()
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "changed.json"
        changed.write_text('{"type": "not a credential"}', encoding="utf-8")
        verify = VerifyDialog(window, [str(changed)])
        verify.open()
        yield "verify"
        verify.close()
