# SPDX-License-Identifier: Apache-2.0
"""Home: the first page without a project, and with one what waits, what is in it, and how to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from studio.model.journal import Changes
from studio.ui.home.organizations_page import OrganizationsPage
from studio.ui.home.project_page import ProjectPage
from studio.ui.home.welcome_page import WelcomePage
from studio.ui.models.project_facts import project_facts
from studio.ui.sizing import space
from studio.ui.workspace import Crumb, Workspace

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow


class HomeWorkspace(Workspace):
    """Welcome, the project, its organizations."""

    ID = "home"
    TITLE = "Home"
    ICON = "house"

    def __init__(self, project: Project | None, window: MainWindow) -> None:
        super().__init__(project, window)
        self.pages = QStackedWidget()
        box = QVBoxLayout(self)
        space(box)
        box.addWidget(self.pages)
        self._organizations: OrganizationsPage | None = None
        self.first: WelcomePage | ProjectPage
        if project is None:
            self.first = WelcomePage(window)
        else:
            self.first = ProjectPage(project, window, lambda: self.set_view("organizations"))
            window.project_changed.connect(self._project_changed)
        self.pages.addWidget(self.first)

    def breadcrumb(self) -> list[Crumb]:
        """Home, and the organizations below it."""
        if self._shows_organizations():
            return [Crumb(self.tr("Home"), lambda: self.set_view("home")), Crumb(self.tr("Organizations"))]
        return [Crumb(self.tr("Home"))]

    def header_actions(self) -> list[str]:
        """Open and new; without a project the page itself offers them."""
        if self._shows_organizations():
            return ["organization.new"]
        return ["file.open", "file.new"] if self.project is not None else []

    def status_text(self) -> str:
        """What is in the project."""
        if self.project is None:
            return self.tr("No project is open")
        facts = project_facts(self.project)
        return "  ·  ".join(
            (
                self.tr("{0} items").format(f"{facts.competencies:,}"),
                self.tr("{0} badges").format(f"{facts.badges:,}"),
                self.tr("{0} organizations").format(f"{facts.organizations:,}"),
            )
        )

    def set_view(self, view: str) -> None:
        """``home`` or ``organizations``."""
        if view == "organizations" and self.project is not None:
            if self._organizations is None:
                self._organizations = OrganizationsPage(self.project, self.window_)
                self.pages.addWidget(self._organizations)
            self._organizations.refresh()
            self.pages.setCurrentWidget(self._organizations)
        else:
            self.pages.setCurrentWidget(self.first)
            self.first.refresh()
        self.changed.emit()

    def go_to(self, item_id: str) -> bool:
        """Show the organizations when the item is one."""
        from studio.model.organizations import organizations

        if self.project is None or item_id not in {row.id for row in organizations(self.project)}:
            return False
        self.set_view("organizations")
        return True

    def entered(self) -> None:
        """Count again; on the first page the keyboard begins at the first way to start."""
        self.first.refresh()
        if self.project is None:
            self.first.setFocus()

    def _shows_organizations(self) -> bool:
        return self._organizations is not None and self.pages.currentWidget() is self._organizations

    def _project_changed(self, changes: Changes) -> None:
        if self._organizations is not None and changes.touches("organization", "project"):
            self._organizations.refresh()
        if self.is_current():
            self.first.refresh()
            self.changed.emit()
