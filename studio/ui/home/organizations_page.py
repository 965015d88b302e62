# SPDX-License-Identifier: Apache-2.0
"""The organizations of a project: who they are, what they do in the partnership."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.model.items import project_language
from studio.model.organizations import delete_organizations, organizations
from studio.model.values import in_language
from studio.ui.sizing import fix, space
from studio.ui.widgets.basics import EmptyState, button, clear, column, icon_button, label, line, panel, row, scrolled
from studio.ui.widgets.organization_dialog import OrganizationDialog
from studio.ui.widgets.pills import StatusPill

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow


class OrganizationsPage(QWidget):
    """A card with a row for each organization."""

    def __init__(self, project: Project, window: MainWindow) -> None:
        super().__init__()
        self._project = project
        self._window = window
        self._shown: list[tuple[Any, ...]] | None = None
        inside = QWidget()
        inside.setProperty("ground", "window")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows = QVBoxLayout()
        space(self._rows, (4, 1, 2, 1), 0)
        self._card = panel("card", self._rows)
        self.empty = EmptyState(
            "handshake",
            self.tr("No organizations yet"),
            self.tr("Add the one that issues your badges, then your partners."),
            (self.tr("New organization"), self.new),
        )
        head = label(self.tr("Organizations"), "title")
        fix(self._card, max_width=80)
        page = column(head, self._card, self.empty, None, gap=4, margins=(10, 7, 10, 8))
        inside.setLayout(page)
        outer = QVBoxLayout(self)
        space(outer)
        outer.addWidget(scrolled(inside, self.tr("Organizations")))
        self.refresh()

    def refresh(self) -> None:
        """Show the organizations as they are now."""
        rows = [tuple(found) for found in organizations(self._project)]
        if rows == self._shown:
            return
        self._shown = rows
        clear(self._rows)
        language = project_language(self._project)
        for number, found in enumerate(organizations(self._project)):
            if number:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(found, language))
        self._card.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def new(self) -> None:
        """Ask for a new organization."""
        OrganizationDialog(self._window, self._project, lambda _made: None).open()

    def edit(self, organization_id: str) -> None:
        """Edit one."""
        OrganizationDialog(self._window, self._project, lambda _kept: None, organization_id).open()

    def remove(self, organization_id: str, name: str) -> None:
        """Remove one; what it published or endorsed stays."""
        delete_organizations(self._project, [organization_id])
        self._window.notify_kept(self.tr('Removed "{name}".').format(name=name))

    def _row(self, found: Any, language: str) -> QWidget:
        name = in_language(found.name, language) or self.tr("No name yet")
        role = in_language(found.role, language)
        contact = "  ·  ".join(part for part in (found.url, found.email) if part)
        words = column(label(name, "strong", wrap=True), gap=0.5)
        for text in (role, contact):
            if text:
                words.addWidget(label(text, "small", "text2", wrap=True, select=text == contact))
        parts: list[Any] = [words]
        if found.kind:
            parts.append(StatusPill(found.kind, "plain"))
        edit = button(self.tr("Edit"), "link", clicked=lambda: self.edit(found.id), name=f"Edit {name}")
        gone = icon_button("trash-2", self.tr("Remove {name}").format(name=name), lambda: self.remove(found.id, name))
        made = QWidget()
        box = row(*parts, edit, gone, gap=3, margins=(0, 2.5, 0, 2.5))
        box.setStretch(0, 1)
        made.setLayout(box)
        return made
