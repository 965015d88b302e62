# SPDX-License-Identifier: Apache-2.0
"""The inspector of a competency (or of several): head, tabs Details and Links, identifiers, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QToolButton, QWidget

from studio.model import associations, schema
from studio.model.item_history import changes_of
from studio.model.journal import Changes
from studio.model.values import in_language
from studio.ui.frameworks.details import Details
from studio.ui.frameworks.framework_list import STATUS_STATES
from studio.ui.frameworks.identifiers import Identifiers, ItemHistory
from studio.ui.frameworks.links import LinkList
from studio.ui.frameworks.relation_picker import RelationPicker
from studio.ui.models import framework_facts as facts
from studio.ui.models import link_facts
from studio.ui.theme import set_font
from studio.ui.widgets.basics import ElidedLabel, IconLabel, column, icon_button, line, panel, row, scrolled
from studio.ui.widgets.pills import StatusPill
from studio.ui.widgets.sections import Collapsible

if TYPE_CHECKING:
    from studio.ui.frameworks.workspace import FrameworksWorkspace

SHOWN_LINKS = 6


class ItemPanel(QWidget):
    """Shows the chosen items and keeps what is typed."""

    def __init__(self, workspace: FrameworksWorkspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._window = workspace.window_
        self._project = workspace.open_project
        self.ids: list[str] = []
        self.details = Details(self._window)
        self.details.set_columns.connect(self._set_columns)
        self.details.set_text.connect(self._set_text)
        self.links = LinkList(SHOWN_LINKS)
        self.all_links = LinkList()
        for links in (self.links, self.all_links):
            links.opened.connect(self._window.go_to)
            links.add_wanted.connect(self.add_link)
        self.links.all_wanted.connect(lambda: self.show_tab("links"))
        self.all_links.removed.connect(self._remove_link)
        self._build()

    def _build(self) -> None:
        self._kind = ElidedLabel("", "small", "text2")
        self._pill = StatusPill("", "plain")
        self._title = ElidedLabel("", "title")
        self._history_button = icon_button("history", self.tr("History of this item"), self._open_history)
        self._copy_button = icon_button("copy", self.tr("Copy code and statement"), self._copy)
        head_line = row(IconLabel("target", "accent_text", 1.05), self._kind, self._pill, gap=2)
        head_line.setStretch(1, 1)
        title_line = row(self._title, self._history_button, self._copy_button, gap=1)
        title_line.setStretch(0, 1)
        head = panel("bar", column(head_line, title_line, gap=1, margins=(5, 3, 4, 2)))
        self._tabs: dict[str, QToolButton] = {}
        tab_row = row(gap=4, margins=(4, 0, 4, 0))
        for name, text in (("details", self.tr("Details")), ("links", self.tr("Links"))):
            tab = QToolButton()
            tab.setProperty("kind", "tab")
            tab.setText(text)
            tab.setCheckable(True)
            tab.setMinimumHeight(32)
            set_font(tab, "medium")
            tab.clicked.connect(lambda _checked=False, name=name: self.show_tab(name))
            self._tabs[name] = tab
            tab_row.addWidget(tab)
        tab_row.addStretch(1)
        self._identifiers = Identifiers()
        self._history = ItemHistory()
        self._identifier_part = Collapsible(self.tr("Identifiers"), self._identifiers, "CTID, UUID")
        self._history_part = Collapsible(self.tr("History of this item"), self._history)
        self._history_part.toggled.connect(lambda is_open: self._read_history() if is_open else None)
        self._details_line = line()
        self._link_line = line()
        first = QWidget()
        first.setProperty("kind", "page")
        first.setLayout(
            column(
                self.details,
                self._details_line,
                self.links,
                self._link_line,
                self._identifier_part,
                self._history_part,
                None,
                gap=3.5,
                margins=(5, 4, 5, 5),
            )
        )
        second = QWidget()
        second.setProperty("kind", "page")
        second.setLayout(column(self.all_links, None, margins=(5, 4, 5, 5)))
        self._pages = QStackedWidget()
        self._pages.addWidget(scrolled(first, self.tr("Details")))
        self._pages.addWidget(scrolled(second, self.tr("Links")))
        box = column(head, panel("header", tab_row), self._pages, gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.show_tab("details")

    def show_tab(self, name: str) -> None:
        """Details or links."""
        for other, tab in self._tabs.items():
            tab.setChecked(other == name)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == name else Qt.FocusPolicy.ClickFocus)
        self._pages.setCurrentIndex(list(self._tabs).index(name))

    def show_items(self, ids: list[str]) -> None:
        """Show these items; what was typed at others is kept first."""
        if ids != self.ids:
            self.details.commit()
            self._history_part.set_open(False)
        self.ids = ids
        self.refresh()

    def refresh(self) -> None:
        """Show what the project holds now."""
        rows = facts.rows_of(self._project, "competency", self.ids)
        if not rows:
            return
        first, framework, language = rows[0], self._workspace.framework_id, self._workspace.language()
        parent = facts.row_of(self._project, "competency", first["parent_id"]) if first["parent_id"] else None
        self.details.show_rows(
            rows,
            {
                "languages": facts.languages_of(self._project, framework),
                "stages": facts.stages_of(
                    self._project, framework, {stage for row in rows for stage in row["stages"] or ()}, short=True
                ),
                "types": self._workspace.item_types(),
                "parent_code": (parent["code"] or "") if parent else "",
                "outdated": _outdated(first, language),
            },
        )
        self.details.set_read_only(not self._workspace.is_writable())
        one = len(self.ids) == 1
        for part in (
            self._details_line,
            self.links,
            self._link_line,
            self._identifier_part,
            self._history_part,
            self._history_button,
        ):
            part.setVisible(one)
        self._tabs["links"].setVisible(one)
        if not one:
            self.show_tab("details")
            self._kind.set_full_text(self.tr("Several items"))
            self._title.set_full_text(self.tr("{0} items").format(f"{len(self.ids):,}"))
            self._pill.hide()
            self.show_findings()
            return
        self._kind.set_full_text(first["item_type"] or self.tr("Competency"))
        self._title.set_full_text(first["code"] or in_language(first["label"] or first["statement"], language))
        self._pill.setVisible(bool(first["status"]))
        self._pill.set_state(first["status"] or "", STATUS_STATES.get(first["status"] or "", "plain"))
        self._show_links()
        self._identifiers.show_values(
            [("CTID", first["ctid"] or ""), ("UUID", first["id"]), (self.tr("Address"), first["uri"] or "")]
        )
        self.show_findings()

    def show_findings(self) -> None:
        """The problems of the item."""
        checks = self._workspace.checks()
        one = self.ids[0] if len(self.ids) == 1 else ""
        self.details.statement.show_findings(checks.by_item.get(one, []) if checks is not None else [])

    def project_changed(self, changes: Changes) -> None:
        """Follow a commit."""
        if changes.touches("competency", "framework"):
            self.refresh()
        elif changes.touches("association", "alignment", "rubric_criterion", "badge", "concept") and len(self.ids) == 1:
            self._show_links()
        if self._history_part.is_open():
            self._read_history()

    def add_link(self) -> None:
        """Choose a kind and another item."""
        if len(self.ids) != 1:
            return
        origin, language = self.ids[0], self._workspace.language()
        name = link_facts.names_of(self._project, [origin], language)[origin]
        picker = RelationPicker(self._window, self._project, origin, f"{name.code}  {name.text}", language)
        picker.picked.connect(lambda kind, other: self._link(origin, kind, other))
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.open()

    def commit(self) -> None:
        """Keep whatever is being typed."""
        self.details.commit()

    def _link(self, origin: str, kind: str, other: str) -> None:
        self._try(lambda: associations.add(self._project, origin, kind, other))

    def _remove_link(self, link_id: str) -> None:
        self._try(lambda: associations.remove(self._project, [link_id]))
        self._window.notify_kept(self.tr("Removed the link."))

    def _show_links(self) -> None:
        lines = link_facts.lines_of(self._project, self.ids[0], self._workspace.language())
        writable = self._workspace.is_writable()
        self.links.show_links(lines, writable)
        self.all_links.show_links(lines, writable)
        self._tabs["links"].setText(f"{self.tr('Links')}  {len(lines)}" if lines else self.tr("Links"))

    def _set_columns(self, values: dict[str, object], title: str, seen: dict[str, object]) -> None:
        self._window.edits.set_field(schema.competency, self.ids, values, self.refresh, label=title, seen=seen)

    def _set_text(self, column_name: str, language: str, text: str, seen: str) -> None:
        if len(self.ids) == 1:
            item_id = self.ids[0]
            self._window.edits.set_text(schema.competency, item_id, column_name, language, text, seen, self.refresh)

    def _try(self, operation: Callable[[], object]) -> None:
        self._window.edits.run(operation, self.refresh)

    def _copy(self) -> None:
        rows = facts.rows_of(self._project, "competency", self.ids)
        language = self._workspace.language()
        lines = [f"{row['code'] or ''} {in_language(row['statement'], language)}".strip() for row in rows]
        QApplication.clipboard().setText("\n".join(lines))
        self._window.announce(self.tr("Copied"))

    def _open_history(self) -> None:
        self.show_tab("details")
        self._history_part.set_open(True)
        self._history_part.setFocus()

    def _read_history(self) -> None:
        if len(self.ids) != 1:
            return
        item_id, project = self.ids[0], self._project
        self._history.show_changes(None)
        self._window.tasks.run(
            self.tr("Reading history"),
            lambda progress: changes_of(project, "competency", item_id, check=progress.check),
            lambda found: self._show_history(item_id, found),
            quiet=True,
        )

    def _show_history(self, item_id: str, found: list[object]) -> None:
        if self.ids == [item_id]:
            self._history.show_changes(found)  # type: ignore[arg-type]
            count = len(found)
            self._history_part.set_summary(self.tr("1 change") if count == 1 else self.tr("{0} changes").format(count))


def _outdated(row_data: dict[str, object], language: str) -> list[str]:
    """The languages of the statement that are older than the main one."""
    times = row_data.get("text_times")
    kept = times.get("statement", {}) if isinstance(times, dict) else {}
    main = kept.get(language)
    return [tag for tag, at in kept.items() if main and tag != language and at < main]
