# SPDX-License-Identifier: Apache-2.0
"""One organization: name, kind, role, web address, e-mail; its CTID to copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from studio.model import items, schema
from studio.model.errors import StudioError
from studio.model.organizations import create_organization
from studio.model.project import Project
from studio.model.values import in_language, with_language
from studio.ui.theme import set_font
from studio.ui.widgets.basics import button, column, label, row
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.plain_line import plain_line

KINDS = (
    "K-12 district",
    "High school",
    "Community college",
    "University",
    "Apprenticeship sponsor",
    "Employer",
    "State agency",
    "Nonprofit",
)
"""Kinds to choose from; any other word can be typed."""


class OrganizationDialog(Dialog):
    """A new organization, or an edit of one. ``kept`` gets the id."""

    def __init__(
        self, parent: QWidget, project: Project, kept: Callable[[str], object], organization_id: str = ""
    ) -> None:
        title = "Edit the organization" if organization_id else "New organization"
        super().__init__(parent, title, lines=(34, 0))
        self._project = project
        self._kept = kept
        self._id = organization_id
        self._language = items.project_language(project)
        self._row: Any = items.get(project, schema.organization, organization_id) if organization_id else None
        self.name = plain_line(self.tr("Name"))
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.kind.setAccessibleName(self.tr("Kind"))
        for field in self.kind.findChildren(QLineEdit):  # the field inside speaks for itself
            field.setAccessibleName(self.tr("Kind"))
        self.kind.addItems(["", *(self.tr(kind) for kind in KINDS)])
        set_font(self.kind, "body")
        self.role = plain_line(self.tr("Role in the partnership"))
        self.url = plain_line(self.tr("Web address"), "https://…")
        self.email = plain_line(self.tr("E-mail"), "office@…")
        self.fault = label("", "small", "error", wrap=True)
        self.fault.hide()
        for editor in (self.name, self.kind, self.role, self.url, self.email):
            words = label(editor.accessibleName(), "small", "text2")
            words.setBuddy(editor)
            made = QWidget()
            made.setLayout(column(words, editor, gap=1))
            self.content.addWidget(made)
        self.content.addWidget(self.fault)
        if self._row is not None:
            self._fill()
        self.add_button(self.tr("Keep") if organization_id else self.tr("Add"), self.keep, "primary")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name.setFocus()

    def _fill(self) -> None:
        found = self._row
        self.name.setText(in_language(found.name, self._language))
        self.kind.setCurrentText(found.kind or "")
        self.role.setText(in_language(found.role, self._language))
        self.url.setText(found.url or "")
        self.email.setText(found.email or "")
        if found.ctid:
            copy = button(self.tr("Copy"), "quiet", "copy", lambda: QGuiApplication.clipboard().setText(found.ctid))
            words = label(f"CTID  {found.ctid}", "small", "text2", select=True)
            self.content.addLayout(row(words, None, copy))

    def keep(self) -> None:
        """Write what was typed; what does not fit is said under the fields."""
        name, url, email = (field.text().strip() for field in (self.name, self.url, self.email))
        fault = self._fault(name, url, email)
        if fault:
            self.fault.setText(fault)
            self.fault.show()
            return
        before = self._row
        names = with_language(before.name if before is not None else None, self._language, name)
        values = {
            "kind": self.kind.currentText().strip() or None,
            "role": with_language(
                before.role if before is not None else None, self._language, self.role.text().strip()
            ),
            "url": url or None,
            "email": email or None,
        }
        try:
            if self._id:
                wanted = {"name": names, **values}
                seen = {column: getattr(before, column) for column in wanted}
                items.set_field(self._project, schema.organization, [self._id], wanted, expected=seen)
            else:
                self._id = create_organization(self._project, names or {}, **values)
        except StudioError as error:
            self.fault.setText(str(error))
            self.fault.show()
            return
        self.accept()
        self._kept(self._id)

    def _fault(self, name: str, url: str, email: str) -> str:
        if not name:
            return self.tr("Type the name of the organization.")
        if url and not url.startswith(("https://", "http://")):
            return self.tr("The web address begins with https://.")
        if email and ("@" not in email or email.startswith("@") or email.endswith("@") or " " in email):
            return self.tr("The e-mail address needs a name, an @ and a domain.")
        return ""
