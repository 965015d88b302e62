# SPDX-License-Identifier: Apache-2.0
"""The page of a badge, as it is published with the badge, in the web browser."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from studio.model.project import Project


def write_web_page(project: Project, badge_id: str, folder: Path) -> Path:
    """Write the page of a badge into a folder. Raises StudioError when the badge cannot be written as Open Badges."""
    from studio.credentials.criteria_page import criteria_page
    from studio.export.openbadges import achievement

    page = criteria_page(achievement(project, badge_id))
    file = folder / "badge.html"
    file.write_text(page, encoding="utf-8")
    return file


def show_web_page(project: Project, badge_id: str) -> None:
    """Open the page in the web browser; the file lies in the folder for temporary files."""
    folder = Path(tempfile.mkdtemp(prefix="competency-studio-"))
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(write_web_page(project, badge_id, folder))))
