# SPDX-License-Identifier: Apache-2.0
"""The pages of the designer that hold lists: evidence, competencies, endorsements, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from studio.model import badges
from studio.model.values import in_language
from studio.ui.badges.competency_picker import CompetencyPicker
from studio.ui.badges.form import Page
from studio.ui.badges.lists import TextListEditor
from studio.ui.badges.reading import BadgeData
from studio.ui.sizing import fix, space
from studio.ui.theme import set_font
from studio.ui.widgets.basics import IconLabel, button, clear, column, icon_button, label, line, row
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.flow import flow
from studio.ui.widgets.pills import Chip, StatusPill
from studio.ui.widgets.plain_line import plain_line

if TYPE_CHECKING:
    from studio.ui.badges.designer import Designer

FIELD_NAMES = {
    "name": ("Name", "basics"),
    "description": ("Description", "basics"),
    "criteria": ("Criteria", "criteria"),
    "image_alt": ("Alternative text of the image", "image"),
    "assessment_method": ("Method", "assessment"),
    "assessor": ("Who assesses", "assessment"),
    "supervision": ("Supervision", "assessment"),
    "quality_assurance": ("Quality assurance", "assessment"),
    "participation": ("Form of participation", "assessment"),
    "appeal": ("Appeal or retry", "assessment"),
    "contact": ("Whom to ask", "assessment"),
    "level": ("Level", "workload"),
    "credit": ("Credit elsewhere", "workload"),
    "validity_note": ("Why it does not expire", "workload"),
    "renewal": ("How to renew it", "workload"),
}
"""What each text is called and the section in which it is written."""


class EvidencePage(Page):
    """What the earner hands in or is seen to do."""

    TITLE = "Evidence"
    HINT = "What shows that the criteria are met, so that somebody else can look at it again."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self.list = TextListEditor(self.tr("Pieces of evidence"), self.tr("Add a piece of evidence…"))
        self.list.committed.connect(lambda texts: self.set_field("evidence", texts or None))
        self.on_show(lambda data: self.list.show_texts(data.row.evidence or [], data.languages))
        self.add_card(self.list)


class CompetenciesPage(Page):
    """The competencies that the badge stands for."""

    TITLE = "Competencies"
    HINT = "What the badge says its earner can do, as competencies of a framework."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self._rows = QVBoxLayout()
        space(self._rows, 0, 0)
        self.add_button = button(self.tr("Add competencies…"), "secondary", "plus", self.add)
        self.elsewhere = button(self.tr("Add one from elsewhere…"), "quiet", "link-2", self.add_elsewhere)
        self.add_card(self._rows, flow(self.add_button, self.elsewhere))
        self.on_show(self._show)

    def _show(self, data: BadgeData) -> None:
        clear(self._rows)
        assessed = set()
        if data.grid is not None:
            assessed = {each.competency_id for each in data.grid.criteria if each.competency_id}
        for number, entry in enumerate(data.alignments):
            if number:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(entry, data, entry.competency_id in assessed))
        if not data.alignments:
            self._rows.addWidget(label(self.tr("No competency yet. A badge needs at least one."), "body", "text2"))

    def _row(self, entry: Any, data: BadgeData, assessed: bool) -> QWidget:
        code = entry.code or entry.target_code or ""
        words = in_language(entry.statement, data.language) or in_language(entry.label, data.language)
        words = words or entry.target_name or entry.target_url or self.tr("Not in an open framework")
        chip = QWidget()
        chip.setLayout(row(Chip(code or self.tr("no code")), None))
        fix(chip, min_width=6.5)
        remove = icon_button(
            "trash-2", self.tr("Remove {code}").format(code=code or words), lambda: self.remove(entry.id)
        )
        parts: list[QWidget] = [chip, label(words, "body", wrap=True)]
        if data.grid is not None and entry.competency_id:
            tip = self.tr("A criterion of the rubric assesses it") if assessed else self.tr("No criterion assesses it")
            state = ("success", self.tr("assessed")) if assessed else ("warning", self.tr("not assessed"))
            parts.append(StatusPill(state[1], state[0], tip))
        elif entry.competency_id is None:
            parts.append(StatusPill(self.tr("from elsewhere"), "plain", entry.target_url or ""))
        made = QWidget()
        box = row(*parts, remove, gap=3, margins=(0, 1.5, 0, 1.5))
        box.setStretch(1, 1)
        made.setLayout(box)
        return made

    def add(self) -> None:
        """Choose competencies of the project."""
        data = self.designer.data
        if data is None:
            return
        taken = [entry.competency_id for entry in data.alignments if entry.competency_id]

        def chosen(ids: list[str]) -> None:
            self.designer.write(lambda: badges.align(self.project, data.id, ids))

        title = self.tr("Which competencies does the badge stand for?")
        CompetencyPicker(self.designer.window_, self.project, title, self.tr("Add"), chosen, taken=taken).open()

    def add_elsewhere(self) -> None:
        """A competency that stands in a framework on the web."""
        data = self.designer.data
        if data is None:
            return
        dialog = Dialog(self.designer.window_, self.tr("Add a competency from elsewhere"), lines=(32, 0))
        fields = {
            "target_name": plain_line(self.tr("Name")),
            "target_url": plain_line(self.tr("Web address"), "https://…"),
            "target_code": plain_line(self.tr("Code")),
            "target_framework": plain_line(self.tr("Framework")),
        }
        for editor in fields.values():
            dialog.content.addWidget(self.labelled(editor.accessibleName(), editor))

        def keep() -> None:
            values = {name: editor.text().strip() or None for name, editor in fields.items()}
            if not values["target_name"] or not values["target_url"]:
                dialog.set_subtitle(self.tr("It needs a name and a web address."))
                return
            dialog.accept()
            self.designer.write(lambda: badges.add_alignments(self.project, data.id, [values]))

        dialog.add_button(self.tr("Add"), keep, "primary")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        fields["target_name"].setFocus()

    def remove(self, alignment_id: str) -> None:
        """Remove one alignment."""
        if self.designer.write(lambda: badges.remove_alignments(self.project, [alignment_id])):
            self.designer.window_.notify_kept(self.tr("Removed the competency from the badge."))


class EndorsementsPage(Page):
    """Organizations that stand behind the badge."""

    TITLE = "Endorsements"
    HINT = "Partners who know the badge and vouch for it. Ask them first; tick them when they have agreed."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self._rows = QVBoxLayout()
        space(self._rows, 0, 1.5)
        self.new = button(self.tr("New organization…"), "quiet", "plus", self._new)
        self.add_card(self._rows, row(self.new, None))
        self.boxes: dict[str, QCheckBox] = {}
        self.on_show(self._show)

    def _show(self, data: BadgeData) -> None:
        chosen = data.row.endorser_ids or []
        ids = [each.id for each in data.organizations if each.id != data.row.issuer_id]
        if ids != list(self.boxes):
            clear(self._rows)
            self.boxes = {}
            for organization_id in ids:
                made = QCheckBox()
                set_font(made, "body")
                made.clicked.connect(lambda _checked=False: self._keep())
                self.boxes[organization_id] = made
                self._rows.addWidget(made)
            if not ids:
                text = self.tr("No other organization in this project yet.")
                self._rows.addWidget(label(text, "body", "text2"))
        for organization_id, made in self.boxes.items():
            made.setText(data.organization(organization_id))
            made.setChecked(organization_id in chosen)

    def _keep(self) -> None:
        data = self.designer.data
        ticked = [organization_id for organization_id, made in self.boxes.items() if made.isChecked()]
        known = list(data.row.endorser_ids or []) if data else []
        kept = [each for each in known if each in ticked or each not in self.boxes]
        kept += [each for each in ticked if each not in kept]
        self.set_field("endorser_ids", kept or None)

    def _new(self) -> None:
        def made(organization_id: str) -> None:
            data = self.designer.data
            known = list(data.row.endorser_ids or []) if data else []
            self.set_field("endorser_ids", [*known, organization_id])

        self.designer.new_organization(made)


class LanguagesPage(Page):
    """What is missing in each language of the project."""

    TITLE = "Languages"
    HINT = "Texts that are written in one language and missing in another. Each goes to its field."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self._rows = QVBoxLayout()
        space(self._rows, 0, 3.5)
        self.box.addLayout(self._rows)
        self.on_show(self._show)

    def _show(self, data: BadgeData) -> None:
        clear(self._rows)
        for tag in data.languages:
            self._rows.addWidget(self._language(tag, data))
        if len(data.languages) < 2:
            text = self.tr("This project is written in one language. Add languages in Settings.")
            self._rows.addWidget(label(text, "body", "text2", wrap=True))

    def _language(self, tag: str, data: BadgeData) -> QWidget:
        from studio.ui.widgets.basics import card

        missing = data.missing(tag)
        cells = data.missing_rubric(tag)
        count = len(missing) + cells
        pill = (
            StatusPill(self.tr("complete"), "success")
            if not count
            else StatusPill(self.tr("{count} missing").format(count=count), "open")
        )
        parts: list[Any] = [row(label(language_name(tag), "strong"), None, pill)]
        for column_name in missing:
            name, section = FIELD_NAMES[column_name]
            words = in_language(getattr(data.row, column_name), data.language)
            parts.append(self._missing(self.tr(name), words, section, tag))
        if cells:
            words = self.tr("{count} texts of the rubric").format(count=cells)
            parts.append(self._missing(self.tr("Rubric"), words, "rubric", tag))
        return card(*parts, gap=1.5)

    def _missing(self, name: str, words: str, section: str, tag: str) -> QWidget:
        short = words if len(words) <= 90 else f"{words[:88].rstrip()}…"
        go = button(
            self.tr("Write it"), "link", clicked=lambda: self.designer.show_section(section, tag), name=f"Write {name}"
        )
        texts = column(label(name, "small_strong"), label(short, "small", "text2", wrap=True), gap=0.5)
        made = QWidget()
        box = row(IconLabel("circle-dashed", "text3"), texts, go, gap=2.5)
        box.setStretch(1, 1)
        made.setLayout(box)
        fix(made, min_height=2.4)
        return made


def language_name(tag: str) -> str:
    """ "es" as "Spanish"."""
    from PySide6.QtCore import QLocale

    language = QLocale(tag).language()
    return QLocale.languageToString(language) if language != QLocale.Language.C else tag
