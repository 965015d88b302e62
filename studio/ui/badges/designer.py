# SPDX-License-Identifier: Apache-2.0
"""The badge designer: sections at the left, the section's page in the middle, what the checks say below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.model import badges, items
from studio.model.journal import Changes
from studio.model.values import in_language
from studio.ui.badges.criteria_page import CriteriaPage
from studio.ui.badges.finding_card import Action, FindingCard
from studio.ui.badges.form import Page
from studio.ui.badges.image_page import ImagePage
from studio.ui.badges.list_pages import CompetenciesPage, EndorsementsPage, EvidencePage, LanguagesPage
from studio.ui.badges.proof_page import ProofPage
from studio.ui.badges.reading import BadgeData, read_badge
from studio.ui.badges.rubric_page import RubricPage
from studio.ui.badges.section_list import SectionList
from studio.ui.badges.state import section_of
from studio.ui.badges.text_pages import AssessmentPage, BasicsPage, WorkloadPage
from studio.ui.docks.live_checks import checks_of
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import clear, panel, scrolled
from studio.ui.widgets.language_field import LanguageField

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

PAGES: dict[str, type[Page]] = {
    "basics": BasicsPage,
    "criteria": CriteriaPage,
    "rubric": RubricPage,
    "evidence": EvidencePage,
    "competencies": CompetenciesPage,
    "assessment": AssessmentPage,
    "workload": WorkloadPage,
    "image": ImagePage,
    "endorsements": EndorsementsPage,
    "languages": LanguagesPage,
    "proof": ProofPage,
}
WIDE_LINES, COMPACT_LINES = 14.2, 5.6
"""Width of the list of sections with words, and with pictures only."""

COMPACT_BELOW_LINES = 44
CONCERNED = (
    "badge",
    "alignment",
    "rubric",
    "rubric_level",
    "rubric_criterion",
    "criterion_level",
    "organization",
    "competency",
    "project",
    "asset",
)
"""Tables whose changes show in the designer."""


class Designer(QWidget):
    """``shown`` is sent with the badge's data after each reading, ``gone`` when the badge is not there any more."""

    shown = Signal(object)
    gone = Signal()

    def __init__(self, project: Project, window: MainWindow) -> None:
        super().__init__()
        self.project = project
        self.window_ = window
        self.language = items.project_language(project)
        self.badge_id = ""
        self.data: BadgeData | None = None
        self.live = checks_of(window)
        self.live.changed.connect(self._checked)
        self._known: set[str] = set()
        self._pages: dict[str, Page] = {}
        self.sections = SectionList()
        self.sections.chosen.connect(self._section_chosen)
        left = panel("side", None)
        left.setFrameShape(QFrame.Shape.NoFrame)
        side = QVBoxLayout(left)
        space(side)
        side.addWidget(self.sections)
        self._left = left
        self._narrow = False
        fix(left, width=WIDE_LINES)
        self._middle = QWidget()
        self._middle.setProperty("ground", "window")
        self._middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack = QVBoxLayout()
        space(self._stack)
        self.findings_box = QVBoxLayout()
        space(self.findings_box, 0, 2.5)
        middle = QVBoxLayout(self._middle)
        space(middle, (5, 4, 5, 5), 4)
        middle.addLayout(self._stack)
        middle.addLayout(self.findings_box)
        middle.addStretch(1)
        self._area = scrolled(self._middle, self.tr("Section"))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        box = QHBoxLayout(self)
        space(box)
        box.addWidget(left)
        box.addWidget(self._area, 1)

    # what is shown

    def show_badge(self, badge_id: str, section: str = "") -> None:
        """Open a badge, at a section when one is named."""
        if badge_id != self.badge_id:
            self.commit()
        self.badge_id = badge_id
        if section:
            self.sections.set_current(section)
        self.refresh()
        self._section_chosen(self.sections.current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the page gets it."""
        super().resizeEvent(event)
        narrow = self.width() < COMPACT_BELOW_LINES * theme().lh
        if narrow != self._narrow:
            self._narrow = narrow
            fix(self._left, width=COMPACT_LINES if narrow else WIDE_LINES)
            self.sections.set_compact(narrow)

    def section(self) -> str:
        """The id of the section on screen."""
        return self.sections.current()

    def page(self, section: str) -> Page:
        """The page of a section; it is made when it is asked for first."""
        if section not in self._pages:
            made = PAGES[section](self)
            made.hide()
            self._pages[section] = made
            self._stack.addWidget(made)
        return self._pages[section]

    def show_section(self, section: str, language: str = "") -> None:
        """Go to a section, with its fields in a language."""
        self.sections.set_current(section)
        self._section_chosen(section)
        if language:
            for field in self.page(section).findChildren(LanguageField):
                if language in [tab.language for tab in field.findChildren(QWidget) if hasattr(tab, "language")]:
                    field.set_language(language)

    def step_section(self, step: int) -> None:
        """Ctrl+Up, Ctrl+Down."""
        self.commit()
        self.sections.step(step)

    def project_changed(self, changes: Changes) -> None:
        """Take up a change that touches what is shown."""
        if self.badge_id and changes.touches(*CONCERNED):
            self.refresh()

    def refresh(self) -> None:
        """Read the badge again and show it."""
        self.data = read_badge(self.project, self.badge_id)
        if self.data is None:
            self.badge_id = ""
            self.gone.emit()
            return
        shown = self._pages.get(self.section())
        if shown is not None and not shown.isHidden():
            shown.show_badge(self.data)
        self._show_findings()
        self.shown.emit(self.data)

    def commit(self) -> None:
        """Keep what is being typed."""
        self.window_.commit_edit()
        rubric = self._pages.get("rubric")
        if isinstance(rubric, RubricPage) and not rubric.isHidden():
            rubric.commit()

    def _section_chosen(self, section: str) -> None:
        chosen = self.page(section)
        if self.data is not None:
            chosen.show_badge(self.data)
        focused, button = QApplication.focusWidget(), self.sections.button(section)
        leaving = [self.sections, *(page for page in self._pages.values() if page is not chosen)]
        if focused not in (None, button) and any(part.isAncestorOf(focused) for part in leaving):
            # With the page that goes the keyboard would go too, to anywhere in the window.
            button.setFocus(Qt.FocusReason.TabFocusReason)
        for page in self._pages.values():
            page.setVisible(page is chosen)
        self._area.verticalScrollBar().setValue(0)
        self._show_findings()

    # what the person does

    def write(self, work: Callable[[], object]) -> bool:
        """Do one edit; what cannot be done is said, and the fields show again what the project holds."""
        return self.window_.edits.run(work, self.refresh)

    def new_organization(self, made: Callable[[str], object]) -> None:
        """Ask for a new organization; ``made`` gets its id."""
        from studio.ui.widgets.organization_dialog import OrganizationDialog

        OrganizationDialog(self.window_, self.project, made).open()

    # findings

    def findings(self) -> list[Any]:
        """What the checks say about this badge."""
        return self.live.by_item.get(self.badge_id, [])

    def _checked(self) -> None:
        """The checks have looked again; a card in which the person types a reason stays."""
        typing = [card for card in self.findChildren(FindingCard) if card.reason.text()]
        if not typing:
            self._show_findings()

    def _show_findings(self) -> None:
        if self.data is None:
            return
        findings = self.findings()
        if self.live.fresh:
            self._known.add(self.badge_id)
        self.sections.show_badge(self.data, findings, self.badge_id in self._known)
        clear(self.findings_box)
        for finding in findings:
            if section_of(finding.rule, finding.field) == self.section():
                self.findings_box.addWidget(self._card(finding))

    def _card(self, finding: Any) -> FindingCard:
        from studio.checks.rules import RULES

        rule = RULES.get(finding.rule)
        return FindingCard(
            finding, self._detail(finding), self._fixes(finding), lambda reason: self._accept(finding, reason),
            rule.help if rule else "",
        )  # fmt: skip

    def _detail(self, finding: Any) -> str:
        """The words of the competency that a finding speaks of."""
        data = self.data
        if data is None:
            return ""
        for entry in data.alignments:
            if entry.id in finding.related or (entry.competency_id and entry.competency_id in finding.related):
                return f"{entry.code or ''}  {in_language(entry.statement, data.language)}".strip()
        return ""

    def _fixes(self, finding: Any) -> list[Action]:
        from studio.checks import fixes

        actions: list[Action] = [
            (fix.label, lambda fix=fix: self.write(lambda: fixes.apply(self.project, finding, fix.id)))
            for fix in fixes.available(self.project, finding)
        ]
        if finding.rule == "BG06" and self.data is not None:
            entry = next((each for each in self.data.alignments if each.id in finding.related), None)
            if entry is not None:
                actions += [
                    (self.tr("Add a criterion for it"), lambda: self._assess(entry)),
                    (
                        self.tr("Remove the competency"),
                        lambda: self.write(lambda: badges.remove_alignments(self.project, [entry.id])),
                    ),
                ]
        page = self.page(self.section())
        if finding.rule == "BG09" and isinstance(page, RubricPage):
            actions.append((self.tr("Make a rubric"), page.make_rubric))
        elif finding.rule == "BG04" and isinstance(page, CompetenciesPage):
            actions.append((self.tr("Add competencies…"), page.add))
        elif finding.rule == "BG20" and isinstance(page, ImagePage) and self.data is not None and not self.data.picture:
            actions.append((self.tr("Choose a picture…"), page.choose))
        return actions

    def _assess(self, entry: Any) -> None:
        page = self.page("rubric")
        if isinstance(page, RubricPage):
            name = entry.label or entry.statement or {self.language: entry.target_name or entry.target_code or ""}
            page.add_criterion(entry.competency_id, dict(name))

    def _accept(self, finding: Any, reason: str) -> None:
        from studio.checks import accepting

        if self.write(lambda: accepting.accept(self.project, finding, reason)):
            self.window_.notify_kept(self.tr("Accepted. The reason is kept with the project."))
