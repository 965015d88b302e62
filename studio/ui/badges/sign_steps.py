# SPDX-License-Identifier: Apache-2.0
"""The four pages of the sign dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.model.badges import badges
from studio.model.errors import StudioError
from studio.model.items import project_language
from studio.model.organizations import organizations
from studio.model.values import in_language
from studio.ui.badges.form import ChoiceBox
from studio.ui.badges.pictures import PictureLabel, picture_data
from studio.ui.badges.signing import Signed
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, button, column, label, row
from studio.ui.widgets.chip_list import ChoiceChips
from studio.ui.widgets.plain_line import plain_line

if TYPE_CHECKING:
    from studio.credentials.recipients import Recipient
    from studio.model.project import Project

NEW_KEY = "+"
SHOWN_EARNERS = 50


class Step(QWidget):
    """One page. ``missing`` is the sentence that says what is not there yet, ``""`` when the page is complete."""

    changed = Signal()

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.box = QVBoxLayout(self)
        space(self.box, 0, 3)
        self.box.addWidget(label(title, "subtitle"))
        if hint:
            self.box.addWidget(label(hint, "body", "text2", wrap=True))

    def missing(self) -> str:
        """What is not there yet."""
        return ""

    def take_focus(self) -> None:
        """Give the keyboard to the first field."""

    def field(self, name: str, editor: QWidget, beside: QWidget | None = None) -> QWidget:
        """A label over an editor, with a button beside it."""
        words = label(name, "small", "text2")
        words.setBuddy(editor)
        line = row(editor, *([beside] if beside else []), gap=2)
        line.setStretch(0, 1)
        made = QWidget()
        made.setLayout(column(words, line, gap=1))
        return made


class BadgeStep(Step):
    """Which badge."""

    def __init__(self, project: Project, badge_id: str, findings: Iterable[Any]) -> None:
        super().__init__(
            self.tr("Which badge?"), self.tr("Its definition is signed as it is now. Sign again after a change.")
        )
        self._project = project
        self._findings = [each for each in findings if each.kind == "badge" and each.severity == "error"]
        language = project_language(project)
        self._rows = {row.id: row for row in badges(project)}
        self._names = {key: in_language(found.name, language) for key, found in self._rows.items()}
        self._issuers = {found.id: in_language(found.name, language) for found in organizations(project)}
        choices = [
            (key, f"{found.code}  {self._names[key]}" if found.code else self._names[key])
            for key, found in self._rows.items()
        ]
        self.choice = ChoiceBox(self.tr("Badge"), choices)
        self.choice.set_value(badge_id or next(iter(self._rows), None))
        self.choice.chosen.connect(lambda _badge: self._show())
        self.picture = PictureLabel(5)
        self.issuer = label("", "body", "text2", wrap=True)
        self.problems = label("", "body", "warning", wrap=True)
        self.box.addWidget(self.field(self.tr("Badge"), self.choice))
        facts = row(self.picture, column(None, self.issuer, self.problems, None, gap=1.5), gap=4)
        facts.setStretch(1, 1)
        self.box.addLayout(facts)
        self.box.addStretch(1)
        self._show()

    def badge_id(self) -> str:
        """The chosen badge."""
        return str(self.choice.currentData() or "")

    def name(self) -> str:
        """Its name."""
        return self._names.get(self.badge_id(), "")

    def missing(self) -> str:
        """A badge with an issuer."""
        found = self._rows.get(self.badge_id())
        if found is None:
            return self.tr("There is no badge to sign yet. Make one first.")
        if found.issuer_id not in self._issuers:
            return self.tr("The badge names no issuer. Choose one in Basics, then sign.")
        return ""

    def take_focus(self) -> None:
        """The choice."""
        self.choice.setFocus()

    def _show(self) -> None:
        found = self._rows.get(self.badge_id())
        self.picture.setVisible(found is not None)
        if found is not None:
            self.picture.show_picture(picture_data(self._project, found.image_id))
            issuer = self._issuers.get(found.issuer_id)
            words = self.tr("Issued by {name}").format(name=issuer) if issuer else self.tr("No issuer is named yet")
            self.issuer.setText(words)
        errors = [each.message for each in self._findings if each.item_id == self.badge_id()]
        self.problems.setText("\n".join(errors))
        self.problems.setVisible(bool(errors))
        self.changed.emit()


class KeyStep(Step):
    """Which key, or a new one."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("With which key?"),
            self.tr("The key stays on this computer, sealed with a passphrase. It is never part of a project."),
        )
        from studio.credentials.keys import SHORTEST_PASSPHRASE, KeyStore

        self._shortest = SHORTEST_PASSPHRASE
        self._store = KeyStore()
        keys = [key.name for key in self._store.list()]
        self.choice = ChoiceBox(
            self.tr("Key"), [*((name, name) for name in keys), (NEW_KEY, self.tr("Make a new key…"))]
        )
        self.choice.set_value(keys[0] if keys else NEW_KEY)
        self.choice.chosen.connect(lambda _key: self._show())
        self.new_name = plain_line(self.tr("Name of the key"), self.tr("District 2026"))
        self.first = plain_line(self.tr("Passphrase"), secret=True)
        self.second = plain_line(self.tr("The same passphrase again"), secret=True)
        self._new_row = self.field(self.tr("Name of the key"), self.new_name)
        self._second_row = self.field(self.tr("The same passphrase again"), self.second)
        self._advice = label(
            self.tr("Write the passphrase down and keep it safe. Nobody can bring it back."),
            "small",
            "text2",
            wrap=True,
        )
        for part in (
            self.field(self.tr("Key"), self.choice),
            self._new_row,
            self.field(self.tr("Passphrase"), self.first),
            self._second_row,
            self._advice,
        ):
            self.box.addWidget(part)
        self.box.addStretch(1)
        self._show()

    def makes_key(self) -> bool:
        """Whether a new key is to be made."""
        return self.choice.currentData() == NEW_KEY

    def name(self) -> str:
        """The name of the key."""
        return self.new_name.text().strip() if self.makes_key() else str(self.choice.currentData())

    def passphrase(self) -> str:
        """What was typed."""
        return self.first.text()

    def forget_made(self) -> None:
        """A key that was made before signing failed is there now: choose it instead of making it again."""
        name = self.name()
        known = [key.name for key in self._store.list()]
        if self.makes_key() and name in known:
            self.choice.set_choices([*((each, each) for each in known), (NEW_KEY, self.tr("Make a new key…"))])
            self.choice.set_value(name)
            self._show()

    def missing(self) -> str:
        """A name and a passphrase, for a new key twice."""
        if self.makes_key():
            if not self.name():
                return self.tr("Give the key a name.")
            if len(self.passphrase()) < self._shortest:
                return self.tr("Choose a passphrase of at least {n} characters.").format(n=self._shortest)
            if self.passphrase() != self.second.text():
                return self.tr("The two passphrases differ. Type them again.")
        elif not self.passphrase():
            from studio.credentials.passphrase import remembered

            if not remembered(self.name()):
                return self.tr("Type the passphrase of the key.")
        return ""

    def take_focus(self) -> None:
        """The first field that is empty."""
        (self.new_name if self.makes_key() else self.first).setFocus()

    def _show(self) -> None:
        for part in (self._new_row, self._second_row, self._advice):
            part.setVisible(self.makes_key())
        self.changed.emit()


class EarnersStep(Step):
    """For whom, and where to."""

    def __init__(self, ask_recipients: Callable[[], object], ask_folder: Callable[[], object]) -> None:
        super().__init__(
            self.tr("For whom?"),
            self.tr("Sign the definition only, or also one credential for each earner in a CSV file."),
        )
        self._recipients: Sequence[Recipient] = ()
        self._given = False
        self._fault = ""
        self.choice = ChoiceChips(
            self.tr("What to make"),
            [("template", self.tr("The definition only")), ("earners", self.tr("Credentials for earners"))],
            several=False,
        )
        self.choice.set_chosen(["template"])
        self.choice.chosen.connect(lambda _choice: self._show())
        self.file_button = button(self.tr("Choose a CSV file…"), "secondary", "file-input", ask_recipients)
        self.told = label("", "body", "text2", wrap=True)
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(self.tr("Earners"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Row"), self.tr("Name"), self.tr("E-mail or id"), self.tr("Date")]
        )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(round(1.7 * theme().lh))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        fix(self.table, min_height=8)
        self.privacy = label(
            self.tr("E-mail addresses go in as salted hashes, names not at all. The list is not kept in the project."),
            "small",
            "text2",
            wrap=True,
        )
        self.place = plain_line(self.tr("Folder"))
        self.place.textEdited.connect(lambda _text: self._folder_given())
        choose = button(self.tr("Choose…"), "secondary", "folder-open", ask_folder)
        self._earner_parts = (self.file_button, self.told, self.table, self.privacy)
        self.box.addWidget(self.choice)
        self.box.addLayout(row(self.file_button, self.told, None, gap=3))
        for part in (self.table, self.privacy):
            self.box.addWidget(part)
        self.box.addWidget(self.field(self.tr("Folder for the signed files"), self.place, choose))
        self.box.addStretch(1)
        self._show()

    def folder(self) -> Path:
        """Where the files go."""
        return Path(self.place.text().strip()).expanduser()

    def suggest_folder(self, folder: Path) -> None:
        """A folder, unless the person named one."""
        if not self._given:
            self.place.setText(str(folder))

    def set_folder(self, folder: Path) -> None:
        """The folder that the person chose."""
        self._given = True
        self.place.setText(str(folder))

    def recipients(self) -> Sequence[Recipient]:
        """The earners; none when only the definition is signed."""
        return self._recipients if self._wants_earners() else ()

    def act(self) -> str:
        """What the button does: signs, or issues so many."""
        count = len(self.recipients())
        return self.tr("Sign and issue {n}").format(n=count) if count else self.tr("Sign")

    def use_file(self, path: Path) -> None:
        """Read a list of earners and show it."""
        from studio.credentials.recipients import read_recipients

        self.choice.set_chosen(["earners"])
        self.table.setRowCount(0)
        try:
            found = read_recipients(path)
        except StudioError as error:
            self._recipients, self._fault = (), str(error)
            self.told.setText(str(error))
        else:
            self._recipients, self._fault = found.recipients, ""
            count = len(found.recipients)
            words = self.tr("1 earner") if count == 1 else self.tr("{n} earners").format(n=count)
            if found.unused_columns:
                words += self.tr(". Not used: {columns}").format(columns=", ".join(found.unused_columns))
            self.told.setText(words)
            self._fill(found.recipients[:SHOWN_EARNERS])
        self._show()

    def missing(self) -> str:
        """Earners when they are asked for, and a folder."""
        if self._wants_earners() and not self._recipients:
            return self._fault or self.tr("Choose the CSV file with the earners, or sign the definition only.")
        if not self.place.text().strip():
            return self.tr("Choose a folder for the signed files.")
        return ""

    def take_focus(self) -> None:
        """The choice."""
        self.choice.setFocus()

    def _wants_earners(self) -> bool:
        return self.choice.chosen_ids() == ["earners"]

    def _folder_given(self) -> None:
        self._given = True
        self.changed.emit()

    def _fill(self, earners: Sequence[Recipient]) -> None:
        self.table.setRowCount(len(earners))
        for number, earner in enumerate(earners):
            cells = (str(earner.row), earner.name or "", earner.email or earner.id or "", (earner.date or "")[:10])
            for column_number, text in enumerate(cells):
                self.table.setItem(number, column_number, QTableWidgetItem(text))

    def _show(self) -> None:
        wanted = self._wants_earners()
        for part in self._earner_parts:
            part.setVisible(wanted)
        self.table.setVisible(wanted and self.table.rowCount() > 0)
        self.changed.emit()


class ResultStep(Step):
    """What was written, and how others check it."""

    def __init__(
        self, open_folder: Callable[[], object], copy_path: Callable[[], object], check: Callable[[], object]
    ) -> None:
        super().__init__(self.tr("Signed"), "")
        self.verdict = label("", "body", wrap=True)
        head = row(IconLabel("shield-check", "success", 2.0), self.verdict, gap=3)
        head.setStretch(1, 1)
        self.files = label("", "small", "text2", wrap=True, select=True)
        self.notes = label("", "small", "warning", wrap=True)
        explained = label(
            self.tr(
                "Check with another program: endorsement.json and each credential are W3C Verifiable Credentials with "
                "an eddsa-rdfc-2022 signature. Any Open Badges 3.0 validator or wallet can check them. "
                "README.txt in the folder says how. Send each credential to its earner only."
            ),
            "small",
            "text2",
            wrap=True,
        )
        self.check_button = button(self.tr("Check it here"), "secondary", "shield-check", check)
        acts = row(
            button(self.tr("Open the folder"), "secondary", "folder-open", open_folder),
            button(self.tr("Copy the path"), "quiet", "copy", copy_path),
            self.check_button,
            None,
            gap=2,
        )
        self.box.addLayout(head)
        self.box.addLayout(acts)
        for part in (self.files, self.notes, explained):
            self.box.addWidget(part)
        self.box.addStretch(1)

    def show_result(self, signed: Signed, name: str) -> None:
        """Say what there is now."""
        words = self.tr('The badge "{name}" is signed. {n} files are in {folder}.')
        text = words.format(name=name, n=len(signed.files), folder=signed.folder)
        if signed.credentials:
            text += " " + self.tr("{n} of them are credentials for earners.").format(n=signed.credentials)
        self.verdict.setText(text)
        listed = [file for file in signed.files if "/" not in file]
        self.files.setText(", ".join(listed))
        self.notes.setText("\n".join(signed.not_carried))
        self.notes.setVisible(bool(signed.not_carried))

    def take_focus(self) -> None:
        """The check."""
        self.check_button.setFocus(Qt.FocusReason.OtherFocusReason)
