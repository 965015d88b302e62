# SPDX-License-Identifier: Apache-2.0
"""The inspector of the framework itself, when no row is chosen: its texts and facts, and how it is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.model import schema
from studio.model.values import in_language
from studio.ui.docks.finding_bubble import FindingBubble
from studio.ui.frameworks.details import STATUSES, ValueBox
from studio.ui.frameworks.framework_list import STATUS_STATES
from studio.ui.frameworks.identifiers import Identifiers
from studio.ui.frameworks.links import fixed_label
from studio.ui.models import competency_rows as queries
from studio.ui.models import framework_facts as facts
from studio.ui.sizing import fix
from studio.ui.widgets.basics import ElidedLabel, IconLabel, clear, column, label, line, panel, row, scrolled
from studio.ui.widgets.editors import CommitLine
from studio.ui.widgets.language_field import LanguageField
from studio.ui.widgets.pills import StatusPill
from studio.ui.widgets.sections import LABEL_LINES, Collapsible, form_row
from studio.ui.widgets.share_bar import ShareBar

if TYPE_CHECKING:
    from studio.ui.frameworks.workspace import FrameworksWorkspace

PLAIN = (
    ("code", "Code"),
    ("version", "Version"),
    ("publisher_name", "Publisher"),
    ("license", "Licence"),
    ("date_issued", "Issued"),
    ("next_review", "Next review"),
)
COUNT_AT_ONCE = 3_000
"""Items up to which the bars are counted at once."""


class FrameworkPanel(QWidget):
    """Name, description, version, status, publisher, licence; bars of Bloom level and stage."""

    def __init__(self, workspace: FrameworksWorkspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._project = workspace.open_project
        self._values: dict[str, Any] = {}
        self._is_counting = False
        self._is_outdated = False
        self._title = ElidedLabel("", "title")
        self._pill = StatusPill("", "plain")
        kind = label(self.tr("Framework"), "small", "text2")
        head_line = row(IconLabel("list-tree", "accent_text", 1.05), kind, None, self._pill, gap=2)
        head = panel("bar", column(head_line, self._title, gap=1, margins=(5, 3, 4, 2)))
        self.name = LanguageField(self.tr("Name"), ("en",))
        self.name.committed.connect(lambda language, text: self._set_text("name", language, text, self.name.seen))
        self.description = LanguageField(self.tr("Description"), ("en",), multiline=True, lines=(3, 8))
        self.description.committed.connect(
            lambda language, text: self._set_text("description", language, text, self.description.seen)
        )
        self._problem = FindingBubble(workspace.window_)
        self._fields: dict[str, CommitLine] = {}
        form = column(gap=2.5)
        self.status = ValueBox(self.tr("Status"), STATUSES)
        self.status.chosen.connect(lambda value: self._set("status", value or None))
        for name, title in PLAIN:
            field = CommitLine(self.tr(title))
            field.committed.connect(
                lambda text, name=name, field=field: self._set(name, text.strip() or None, field.seen or None)
            )
            self._fields[name] = field
            form.addLayout(form_row(self.tr(title), field))
            if name == "version":
                form.addLayout(form_row(self.tr("Status"), self.status))
        self.language_box = ValueBox(self.tr("Language"), ())
        self.language_box.chosen.connect(lambda value: self._set("language", value or None))
        form.addLayout(form_row(self.tr("Language"), self.language_box))
        self._bloom = column(gap=1.5)
        self._stages = column(gap=1.5)
        self._identifiers = Identifiers()
        page = QWidget()
        page.setProperty("kind", "page")
        page.setLayout(
            column(
                self.name,
                self.description,
                self._problem,
                form,
                line(),
                self._bloom,
                self._stages,
                Collapsible(self.tr("Identifiers"), self._identifiers, "CTID, UUID"),
                None,
                gap=3.5,
                margins=(5, 4, 5, 5),
            )
        )
        box = column(head, scrolled(page, self.tr("Framework")), gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)

    def refresh(self) -> None:
        """Show what the project holds now."""
        framework = self._workspace.framework_id
        values = facts.row_of(self._project, "framework", framework) if framework else None
        self.setEnabled(values is not None)
        if values is None:
            return
        self._values = values
        language = self._workspace.language()
        languages = facts.languages_of(self._project, framework)
        self._title.set_full_text(in_language(values["name"], language))
        status = values["status"] or ""
        self._pill.setVisible(bool(status))
        self._pill.set_state(status, STATUS_STATES.get(status, "plain"))
        for field, texts in ((self.name, values["name"]), (self.description, values["description"])):
            field.set_languages(languages)
            field.set_value(texts)
            field.set_read_only(not self._workspace.is_writable())
        for name, line_field in self._fields.items():
            line_field.set_text(str(self._shown(values, name) or ""))
            line_field.setReadOnly(not self._workspace.is_writable())
        self.status.show_value(status)
        self.language_box.set_known(languages)
        self.language_box.show_value(values["language"] or "")
        self._identifiers.show_values(
            [("CTID", values["ctid"] or ""), ("UUID", values["id"]), (self.tr("Address"), values["uri"] or "")]
        )
        self.show_findings()
        self._refresh_bars(framework)

    def show_findings(self) -> None:
        """The problems of the framework itself."""
        checks, framework = self._workspace.checks(), self._workspace.framework_id
        self._problem.show_findings(checks.by_item.get(framework, []) if checks is not None else [])

    def edit_name(self) -> None:
        """Move the keyboard to the name."""
        self.name.setFocus()
        editor = self.name.editor
        if isinstance(editor, CommitLine):
            editor.selectAll()

    def commit(self) -> None:
        """Keep whatever is being typed."""
        for field in (self.name, self.description, *self._fields.values()):
            field.commit()

    def _shown(self, values: dict[str, Any], name: str) -> Any:
        """A publisher of this project is shown by its name."""
        if name == "publisher_name" and not values[name] and values["publisher_id"]:
            row_data = facts.row_of(self._project, "organization", values["publisher_id"])
            return in_language(row_data["name"], self._workspace.language()) if row_data else ""
        return values[name]

    def _refresh_bars(self, framework: str) -> None:
        """Count levels and stages; those of a large framework in the background, one count at a time."""
        project = self._project

        def count() -> list[list[tuple[str, int]]]:
            return [facts.shares(project, framework, field) for field in ("complexity", "stages")]

        if queries.count_up_to(project, framework, COUNT_AT_ONCE + 1) <= COUNT_AT_ONCE:
            self._show_bars(framework, count())
        elif self._is_counting:
            self._is_outdated = True
        else:
            self._is_counting = True
            self._workspace.window_.tasks.run(
                self.tr("Counting"),
                lambda _progress: count(),
                lambda counts: self._show_bars(framework, counts),
                lambda _error: self._counted(),
                on_cancelled=self._counted,
                quiet=True,
            )

    def _counted(self) -> None:
        self._is_counting = False

    def _show_bars(self, framework: str, counts: list[list[tuple[str, int]]]) -> None:
        self._counted()
        if self._is_outdated or framework != self._workspace.framework_id:
            self._is_outdated = False
            self._refresh_bars(self._workspace.framework_id)
            return
        self._bars(self._bloom, self.tr("Bloom level"), counts[0])
        self._bars(self._stages, self.tr("Stage"), counts[1])

    def _bars(self, box: QVBoxLayout, title: str, counts: list[tuple[str, int]]) -> None:
        clear(box)
        if not counts:
            return
        box.addWidget(label(title, "strong"))
        most = max(number for _, number in counts)
        for name, number in counts:
            caption = fixed_label(name, LABEL_LINES, "small", "text2")
            bar = ShareBar(f"{name}: {number}")
            bar.set_share(number / most)
            figure = label(f"{number:,}", "small")
            fix(figure, width=2.2)
            whole = QWidget()
            parts = row(caption, bar, figure, gap=2)
            parts.setStretch(1, 1)
            whole.setLayout(parts)
            box.addWidget(whole)

    def _set(self, column_name: str, value: object, *typed_over: object) -> None:
        values: dict[str, object] = {column_name: value}
        seen: dict[str, object] | None = {column_name: (*typed_over, self._values.get(column_name))[0]}
        if column_name == "publisher_name":
            values["publisher_id"] = None  # a name typed by hand is not that organization any more
            seen = None  # the field may have shown the name of that organization
        self._workspace.window_.edits.set_field(
            schema.framework, [self._workspace.framework_id], values, self.refresh, seen=seen
        )

    def _set_text(self, column_name: str, language: str, text: str, seen: str) -> None:
        self._workspace.window_.edits.set_text(
            schema.framework, self._workspace.framework_id, column_name, language, text, seen, self.refresh
        )
