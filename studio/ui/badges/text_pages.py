# SPDX-License-Identifier: Apache-2.0
"""The pages of the designer that are forms: basics, assessment, workload and level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from studio.model import items, schema
from studio.standards.openbadges import ACHIEVEMENT_TYPES
from studio.ui.badges.form import ChoiceBox, Page
from studio.ui.badges.lists import TextListEditor
from studio.ui.badges.reading import BadgeData
from studio.ui.theme import set_font
from studio.ui.widgets.basics import column, label, row, set_tone
from studio.ui.widgets.chip_list import ChipListEditor
from studio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from studio.ui.badges.designer import Designer

DESCRIPTION_LIMIT = 500
TRUSTED_TYPES = ("Knowledge", "Application", "Recognition")
STATUSES = ("Draft", "Published", "Deprecated")
NEW = "+"


def words_of(term: str) -> str:
    """ "MicroCredential" as "Micro credential"."""
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in term).strip()
    return spaced[:1].upper() + spaced[1:]


class BasicsPage(Page):
    """Name, description, type, issuer, version, tags."""

    TITLE = "Basics"
    HINT = "What the badge is called, what its earner can do, and who stands behind it."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self.name = self.text("name", "Name", multiline=False)
        self.description = self.text("description", "Description: what the earner can do", lines=(3, 10))
        self.length = label("", "caption", "text3")
        self.description.editor.textChanged.connect(lambda *_text: self._count())
        self.add_card(self.name, column(self.description, self.length, gap=1))
        types = [(term, words_of(term)) for term in ACHIEVEMENT_TYPES]
        trusted = [(None, self.tr("Not stated")), *((term, term) for term in TRUSTED_TYPES)]
        self.issuer = ChoiceBox(self.tr("Issued by"))
        self.issuer.chosen.connect(self._issuer_chosen)
        self.add_card(
            self.beside(
                self.choice("achievement_type", "Type of achievement", types),
                self.choice("trusted_type", "What it shows", trusted),
            ),
            self.beside(self.labelled("Issued by", self.issuer), self.line("code", "Code", "B1")),
            self.beside(
                self.line("version", "Version", "1.0"),
                self.choice("status", "Status", [(status, status) for status in STATUSES]),
            ),
        )
        self.tags = ChipListEditor(self.tr("Tags"), self.tr("Add a tag…"))
        self.tag_language = Segmented(self.tr("Language of the tags"))
        self.tag_language.chosen.connect(lambda _language: self._show_tags())
        self.tags.committed.connect(self._keep_tags)
        head = row(label(self.tr("Tags"), "small", "text2"), None, self.tag_language)
        self.add_card(column(head, self.tags, gap=1))
        self._known: tuple[str, ...] = ()
        self._tags: dict[str, list[str]] = {}
        self.on_show(self._show)

    def _show(self, data: BadgeData) -> None:
        language = data.language
        choices = [(None, self.tr("Nobody yet"))]
        choices += [(row.id, data.organization(row.id, language)) for row in data.organizations]
        self.issuer.set_choices([*choices, (NEW, self.tr("New organization…"))])
        self.issuer.set_value(data.row.issuer_id)
        if data.languages != self._known:
            self._known = data.languages
            self.tag_language.set_choices([(tag, tag.upper(), None) for tag in data.languages], language)
            self.tag_language.setVisible(len(data.languages) > 1)
        self._tags = {tag: list(words) for tag, words in (data.row.tags or {}).items()}
        self._show_tags()
        self._count()

    def _show_tags(self) -> None:
        self.tags.set_words(self._tags.get(self.tag_language.current(), []))

    def _keep_tags(self, words: list[str]) -> None:
        tags = {**self._tags, self.tag_language.current(): list(words)}
        self.set_field("tags", {tag: kept for tag, kept in tags.items() if kept} or None)

    def _count(self) -> None:
        count = len(self.description.editor.text())
        self.length.setText(self.tr("{count} of {limit} characters").format(count=count, limit=DESCRIPTION_LIMIT))
        set_tone(self.length, "warning" if count > DESCRIPTION_LIMIT else "text3")

    def _issuer_chosen(self, value: str | None) -> None:
        if value == NEW:
            self.designer.new_organization(lambda made: self.set_field("issuer_id", made))
            self.designer.refresh()
        else:
            self.set_field("issuer_id", value)


class AssessmentPage(Page):
    """How, by whom, and with what safeguards it is assessed."""

    TITLE = "Assessment"
    HINT = "How the earner is judged, by whom, and what makes the judgement fair."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self.add_card(
            self.text("assessment_method", "Method", hint=self.tr("Observed performance task")),
            self.text("assessor", "Who assesses", hint=self.tr("Two trained assessors; one from outside the class")),
            self.text("supervision", "Supervision, and how identity is known"),
        )
        self.add_card(
            self.text("quality_assurance", "Quality assurance: who checks, and how often"),
            self.text("participation", "Form of participation: in person, online or both; what access is given"),
            self.text("appeal", "Appeal or retry"),
            self.text("contact", "Whom to ask"),
        )


class WorkloadPage(Page):
    """Hours, level, credit, how long it is valid, what it costs, where it leads."""

    TITLE = "Workload and level"
    HINT = "What it takes, where it stands, and what it is worth elsewhere."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self.add_card(
            self.beside(
                self.number("workload_hours", "Workload", "hours in all"),
                self.number("credits_available", "Credits of your own system", "credits"),
            ),
            self.text("level", "Level and what it is based on", multiline=False),
            self.text("credit", "Credit elsewhere", multiline=False),
        )
        self.never = QCheckBox(self.tr("Does not expire"))
        set_font(self.never, "body")
        self.never.clicked.connect(lambda checked: self._never(bool(checked)))
        self.months = self.number("validity_months", "Valid for", "months", whole=True, most=1200)
        self.why = self.text("validity_note", "Why it does not expire", multiline=False)
        self.renewal = self.text("renewal", "How to renew it")
        self.add_card(self.beside(self.months, self._below_label(self.never)), self.why, self.renewal)
        self.add_card(
            self.beside(self.number("cost", "Cost for the learner"), self.line("currency", "Currency", "USD"))
        )
        self.stack = TextListEditor(self.tr("Where it leads"), self.tr("Add what it counts toward…"))
        self.stack.committed.connect(lambda texts: self.set_field("stack", texts or None))
        self.on_show(lambda data: self.stack.show_texts(data.row.stack or [], data.languages))
        self.add_card(self.stack)
        self.on_show(self._show)

    def _show(self, data: BadgeData) -> None:
        never = bool(data.row.never_expires)
        self.never.setChecked(never)
        self.months.setEnabled(not never)
        self.why.setVisible(never)
        self.renewal.setVisible(not never)

    def _never(self, never: bool) -> None:
        values = {"never_expires": never, "validity_months": None} if never else {"never_expires": False}
        badge_id = self.designer.badge_id
        self.designer.write(lambda: items.set_field(self.project, schema.badge, [badge_id], values))

    def _below_label(self, field: QWidget) -> QWidget:
        """A field without a label, in line with its neighbours' fields."""
        made = QWidget()
        made.setLayout(column(label(" ", "small"), field, gap=2))
        return made
