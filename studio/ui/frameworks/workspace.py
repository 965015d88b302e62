# SPDX-License-Identifier: Apache-2.0
"""The frameworks workspace: filter bar, tree, inspector; the list of frameworks when there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from studio.model import lookup
from studio.model.errors import StudioError
from studio.model.journal import Changes
from studio.model.values import in_language
from studio.ui.docks.live_checks import LiveChecks
from studio.ui.docks.problems import ProblemsPage
from studio.ui.frameworks import clipboard, commands, open_rows
from studio.ui.frameworks.editing import Editing
from studio.ui.frameworks.filter_bar import FilterBar
from studio.ui.frameworks.framework_list import FrameworkList
from studio.ui.frameworks.framework_panel import FrameworkPanel
from studio.ui.frameworks.item_panel import ItemPanel
from studio.ui.frameworks.tree_view import CompetencyTree
from studio.ui.models import competency_rows as queries
from studio.ui.models import framework_facts as facts
from studio.ui.models.competency_tree import CompetencyTreeModel
from studio.ui.models.filtered_tree import FilteredTreeModel
from studio.ui.sizing import space
from studio.ui.widgets.basics import EmptyState
from studio.ui.workspace import Crumb, Workspace

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

SMALL = 3_000
"""Items up to which totals are counted at once; above, in the worker."""
WAIT_TO_COUNT_MILLISECONDS = 800
OPEN_FOUND_UP_TO = 400
KEPT_OPEN = 300
KEPT_FOR_FILTER = 5_000


class FrameworksWorkspace(Workspace):
    """One framework at a time."""

    ID = "frameworks"
    TITLE = "Frameworks"
    ICON = "list-tree"

    def __init__(self, project: Project | None, window: MainWindow) -> None:
        super().__init__(project, window)
        if project is None:
            raise ValueError("The frameworks workspace needs a project")
        self.open_project = project
        self.framework_id = ""
        self._model: CompetencyTreeModel | None = None
        self._found: FilteredTreeModel | None = None
        self._opened: list[str] = []
        self._facts: tuple[int, int, str] = (0, 0, "")
        self._is_counting = False
        self._types: list[str] | None = None
        self.filters = FilterBar()
        self.tree = CompetencyTree()
        self.editing = Editing(self)
        self.list = FrameworkList()
        self.list.opened.connect(self.open_framework)
        self._build()
        self.item_panel = ItemPanel(self)
        self.framework_panel = FrameworkPanel(self)
        self._inspector = QStackedWidget()
        self._inspector.addWidget(self.framework_panel)
        self._inspector.addWidget(self.item_panel)
        self._connect()
        commands.declare(self)
        self._open_first()

    def _build(self) -> None:
        self.setProperty("ground", "base")
        self._empty = EmptyState(
            "list-tree",
            self.tr("No competencies yet"),
            self.tr("Paste a list from Excel or type the first one."),
            (self.tr("Type the first one"), self.editing.add),
            (self.tr("Paste from the clipboard"), self.editing.paste_rows),
        )
        self._nothing = EmptyState(
            "funnel",
            self.tr("Nothing matches this filter"),
            self.tr("Look for fewer words, or take a filter away."),
            (self.tr("Show everything"), self.filters.clear),
        )
        self._none = EmptyState(
            "list-tree",
            self.tr("No framework yet"),
            self.tr("Start a new one, or import a spreadsheet."),
            (self.tr("New framework"), self.editing.new_framework),
            (self.tr("Import a file"), self._import),
        )
        work = QWidget()
        box = QVBoxLayout(work)
        space(box)
        box.addWidget(self.filters)
        self._inside = QStackedWidget()
        for page in (self.tree, self._empty, self._nothing):
            self._inside.addWidget(page)
        box.addWidget(self._inside, 1)
        self._pages = QStackedWidget()
        for page in (work, self.list, self._none):
            self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        space(outer)
        outer.addWidget(self._pages)
        self.filters.stage.set_source(lambda: facts.stages_of(self.open_project, self.framework_id))
        self.filters.level.set_source(lambda: [(value, value) for value in self.item_types()])
        self.filters.status.set_source(
            lambda: [(value, value) for value in queries.values_of(self.open_project, self.framework_id, "status")]
        )
        self.filters.problems.set_source(
            lambda: [("error", self.tr("Errors")), ("warning", self.tr("Warnings")), ("info", self.tr("Notes"))]
        )

    def _connect(self) -> None:
        self._selected = QTimer(self)
        self._selected.setSingleShot(True)
        self._selected.timeout.connect(self._show_selection)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._count)
        self.tree.selection_changed.connect(lambda: self._selected.start(0))
        self.tree.entry_done.connect(self.editing.entry_done)
        self.tree.lines_pasted.connect(self.editing.paste_lines)
        self.tree.too_many.connect(
            lambda count: self.window_.notify(
                self.tr("This branch has {0} items; open its parts one by one.").format(f"{count:,}"), "info"
            )
        )
        self.filters.changed.connect(self._filter)
        self.filters.search.left_down.connect(self.tree.focus_first)
        self.filters.collapse_wanted.connect(self.close_all)
        self.filters.columns_chosen.connect(self.tree.show_columns)
        self.filters.set_columns(self.tree.shown_columns())
        self.window_.project_changed.connect(self._project_changed)
        checks = self.checks()
        if checks is not None:
            checks.changed.connect(self._show_marks)

    # -- which framework

    def _open_first(self) -> None:
        lines = facts.frameworks_of(self.open_project, self.language())
        if lines:
            self.open_framework(lines[0].id)
        else:
            self._pages.setCurrentWidget(self._none)
            self.changed.emit()  # nothing is left to say in the header, the inspector and the status line

    def open_framework(self, framework_id: str) -> None:
        """Show a framework."""
        self.commit()
        if framework_id != self.framework_id or self._model is None:
            self.framework_id = framework_id
            self._types = None
            self.tree.setModel(None)
            for old in (self._model, self._found):
                if old is not None:
                    old.deleteLater()
            self._found = None
            self._model = CompetencyTreeModel(self.open_project, framework_id, self.language(), self)
            self._model.edited.connect(self.editing.set_text)
            self._model.mime = lambda ids: clipboard.drag_data(self.framework_id, ids)
            self._model.drop = self.editing.drop
            self._show_model(self._model)
            open_rows.open_tops(self.tree, self._model)
        self._pages.setCurrentIndex(0)
        self._count()
        self._show_marks()
        self._show_page()
        self._show_selection()

    def show_list(self) -> None:
        """All frameworks of the project."""
        self.commit()
        self.list.show_frameworks(facts.frameworks_of(self.open_project, self.language()))
        self._pages.setCurrentWidget(self.list)
        self.changed.emit()

    def show_tree(self) -> None:
        """The framework on screen instead of the list or an empty page."""
        if self.framework_id:
            self._pages.setCurrentIndex(0)
            self._inside.setCurrentWidget(self.tree)

    def show_everything(self) -> None:
        """The whole tree, without a filter, to type a new row into."""
        current = self.tree.current_id()
        if self.filters.wanted(self._with_problems).active:
            self.filters.clear()
        self.show_tree()
        if current:
            self.tree.show_item(current)

    def edit_name(self) -> None:
        """Rename the framework, in its inspector."""
        self.tree.clearSelection()
        self.tree.setCurrentIndex(QModelIndex())
        self._show_selection()
        self.window_.pane.open()
        self.framework_panel.edit_name()

    # -- what commands ask

    def language(self) -> str:
        """The language on show."""
        return self.window_.language

    def checks(self) -> LiveChecks | None:
        """The live checks of the window."""
        if not self.window_.dock.has_page("problems"):
            return None
        return cast("ProblemsPage", self.window_.dock.page("problems")).checks

    def item_types(self) -> list[str]:
        """What the items of this framework are called, from the top down where the framework says so."""
        if self._types is None:
            self._types = queries.values_of(self.open_project, self.framework_id, "item_type")
        used = self._types
        row = facts.row_of(self.open_project, "framework", self.framework_id)
        declared = [str(level.get("name", "")) for level in (row or {}).get("levels") or []]
        return [name for name in declared if name] + [name for name in used if name not in declared]

    def is_small(self) -> bool:
        """Whether all items of the framework can be looked at while a person waits."""
        return queries.count_up_to(self.open_project, self.framework_id, SMALL + 1) <= SMALL

    def is_writable(self) -> bool:
        """Whether the project can be changed."""
        return not self.open_project.read_only

    def can_edit(self) -> bool:
        """Whether a framework is on screen that can be changed."""
        return bool(self.framework_id) and self.is_writable()

    def has_chosen(self) -> bool:
        """Whether a row is chosen."""
        return self.is_current() and bool(self.tree.selected_ids())

    def can_edit_chosen(self) -> bool:
        """Whether a row is chosen that can be changed."""
        return self.can_edit() and self.has_chosen()

    def has_quick_fix(self) -> bool:
        """Whether the inspector shows a problem."""
        return self._inspector.currentWidget() is self.item_panel and self.item_panel.details.statement.has_problem()

    def focus_quick_fix(self) -> None:
        """Alt+Enter: move the keyboard to the fix."""
        self.window_.pane.open()
        self.item_panel.show_tab("details")
        self.item_panel.details.statement.fix_first()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.show_tree()
        self.filters.search.setFocus()
        self.filters.search.field.selectAll()

    def open_all(self) -> None:
        """Open every branch, when that is not too much."""
        if self._facts[0] > SMALL:
            self.tree.too_many.emit(self._facts[0])
            return
        model = self.tree.tree_model()
        if model is not None:
            for row in range(model.rowCount()):
                self.tree.open_branch(model.index(row, 0))

    def close_all(self) -> None:
        """Close every branch; what is chosen stays, or its top."""
        current = self.tree.currentIndex()
        while current.isValid() and current.parent().isValid():
            current = current.parent()
        self.tree.collapseAll()
        if current.isValid():
            self.tree.setCurrentIndex(current.siblingAtColumn(0))

    def commit(self) -> None:
        """Keep whatever is being typed."""
        self.item_panel.commit()
        self.framework_panel.commit()

    # -- what the window asks

    def breadcrumb(self) -> list[Crumb]:
        """Frameworks, then the one on screen."""
        if self._pages.currentIndex() != 0:
            return [Crumb(self.tr("Frameworks"))]
        return [Crumb(self.tr("Frameworks"), self.show_list), Crumb(self._facts[2])]

    def header_actions(self) -> list[str]:
        """Export and add."""
        if self._pages.currentIndex() != 0:
            return ["framework.new"]
        return [name for name in ("file.export", "framework.add") if self.window_.actions.has(name)]

    def inspector(self) -> QWidget | None:
        """Of the chosen items, or of the framework."""
        return self._inspector if self.framework_id and self._pages.currentIndex() == 0 else None

    def has_dock(self) -> bool:
        """Problems and History stand below the tree."""
        return True

    def status_text(self) -> str:
        """ "132 items, 1 selected · 63 competencies · Version 1.0"."""
        if not self.framework_id or self._pages.currentIndex() != 0:
            return ""
        count, competencies, _ = self._facts
        chosen = len(self.tree.selected_ids())
        first = self.tr("1 item") if count == 1 else self.tr("{0} items").format(f"{count:,}")
        if chosen:
            first += self.tr(", {0} selected").format(f"{chosen:,}")
        parts = [first]
        if competencies != count:
            parts.append(self.tr("{0} competencies").format(f"{competencies:,}"))
        row = facts.row_of(self.open_project, "framework", self.framework_id) or {}
        if row.get("version"):
            version = self.tr("Version {0}").format(row["version"])
            parts.append(f"{version}, {str(row['status']).lower()}" if row.get("status") else version)
        return "  ·  ".join(parts)

    def go_to(self, item_id: str) -> bool:
        """Show a competency or a framework."""
        if facts.row_of(self.open_project, "framework", item_id) is not None:
            self.open_framework(item_id)
            self.tree.clearSelection()
            self.tree.setCurrentIndex(QModelIndex())
            self._show_selection()
            return True
        place = queries.parents(self.open_project, [item_id]).get(item_id)
        if place is None:
            return False
        self.open_framework(place[0])
        self.show_tree()
        if not self.tree.show_item(item_id):
            self.filters.clear()
            self._filter()
            self.tree.show_item(item_id)
        self._show_selection()
        return True

    def selected_ids(self) -> list[str]:
        """The chosen competencies, or the framework."""
        return self.tree.selected_ids() or ([self.framework_id] if self.framework_id else [])

    def entered(self) -> None:
        """Take the keyboard."""
        page = self._inside.currentWidget() if self._pages.currentIndex() == 0 else self._pages.currentWidget()
        if page is not None:
            page.setFocus()

    def left(self) -> None:
        """Keep what is typed."""
        self.commit()

    def state(self) -> dict[str, Any]:
        """Framework, what is open, where the keyboard is, columns."""
        return {
            "framework": self.framework_id,
            "open": self._open_ids(KEPT_OPEN),
            "current": self.tree.current_id(),
            "columns": self.tree.shown_columns(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """As it was left."""
        try:
            if state.get("framework"):
                lookup.find(self.open_project, str(state["framework"]), ("framework",))
                self.open_framework(str(state["framework"]))
        except StudioError:
            return
        if state.get("columns"):
            self.tree.show_columns([int(column) for column in state["columns"]])
            self.filters.set_columns(self.tree.shown_columns())
        self._reopen([str(item_id) for item_id in state.get("open", [])])
        if state.get("current"):
            self.tree.show_item(str(state["current"]))

    # -- following

    def _project_changed(self, changes: Changes) -> None:
        if self.framework_id in changes.deleted.get("framework", ()):
            self.framework_id, self._model = "", None
            self.tree.setModel(None)
            self._open_first()
        elif not self.framework_id and changes.touches("framework"):
            self._open_first()
        self._apply(changes)
        if _touches_types(changes):
            self._types = None
        if changes.kind != "edit":
            self._select_after_undo(changes)
        self.item_panel.ids = [item_id for item_id in self.item_panel.ids if item_id not in _gone(changes)]
        if self.item_panel.ids and self._inspector.currentWidget() is self.item_panel:
            self.item_panel.project_changed(changes)
        shown = self._inspector.currentWidget() is self.framework_panel
        if shown and changes.touches("framework", "competency", "organization"):
            self.framework_panel.refresh()
        if self._pages.currentWidget() is self.list:
            self.show_list()
        self._counting.start(0 if self._facts[0] <= SMALL else WAIT_TO_COUNT_MILLISECONDS)
        if self.filters.wanted(self._with_problems).active and changes.touches("competency"):
            self._filter_again()
        self._show_page()

    def _filter_again(self) -> None:
        """Look for the matches again; the editor of a cell goes with its row, and the keyboard stays in the tree."""
        focused = QApplication.focusWidget()
        in_tree = focused is not None and self.tree.isAncestorOf(focused)
        self._filter()
        if in_tree:
            self.tree.setFocus()

    def _apply(self, changes: Changes) -> None:
        typed = self.tree.open_entry()
        for model in (self._model, self._found):
            if model is not None:
                model.apply(changes)
        if typed is not None:
            self.tree.reopen_entry(*typed)

    def _select_after_undo(self, changes: Changes) -> None:
        """After an undo the rows that came back or moved are chosen again, when they can be seen."""
        model = self.tree.tree_model()
        ids = [*changes.inserted.get("competency", ()), *changes.updated.get("competency", {})]
        known = [item_id for item_id in ids[:50] if model is not None and model.row_data(item_id) is not None]
        if known:
            self.tree.select_items(known)

    def _show_page(self) -> None:
        if not self.framework_id or self._model is None:
            return
        shown = self.tree.tree_model()
        drafting = self._model.draft_index().isValid()
        if shown is self._found and self._found is not None and self._found.matches == 0:
            self._inside.setCurrentWidget(self._nothing)
        elif shown is self._model and self._model.rowCount() == 0 and not drafting:
            self._inside.setCurrentWidget(self._empty)
        else:
            self._inside.setCurrentWidget(self.tree)

    def _show_selection(self) -> None:
        ids = self.tree.selected_ids()
        self._show_page()
        if ids:
            self.item_panel.show_items(ids)
            self._inspector.setCurrentWidget(self.item_panel)
        else:
            self.item_panel.commit()
            self.framework_panel.refresh()
            self._inspector.setCurrentWidget(self.framework_panel)
        self.changed.emit()

    def _show_marks(self) -> None:
        checks = self.checks()
        if checks is None or not self.framework_id:
            return
        for model in (self._model, self._found):
            if model is not None:
                model.set_marks(checks.marks, checks.branches)
        self.item_panel.show_findings()
        self.framework_panel.show_findings()
        if self.filters.problems.values():
            self._filter()

    def _count(self) -> None:
        """Sizes for the status bar, and the totals of the upper branches; of a large framework in the worker."""
        framework, project = self.framework_id, self.open_project
        row = facts.row_of(project, "framework", framework) if framework else None
        if row is None:
            self._facts = (0, 0, "")
            return
        self._facts = (*self._facts[:2], in_language(row["name"], self.language()))
        if self.is_small():
            self._show_sizes(framework, queries.sizes(project, framework))
        elif not self._is_counting:
            self._is_counting = True
            self.window_.tasks.run(
                self.tr("Counting"),
                lambda _progress: queries.sizes(project, framework),
                lambda sizes: self._show_sizes(framework, sizes),
                lambda _error: self._counted(),
                on_cancelled=self._counted,
                quiet=True,
            )
        self.changed.emit()

    def _counted(self) -> None:
        self._is_counting = False

    def _show_sizes(self, framework: str, sizes: queries.Sizes) -> None:
        self._counted()
        if framework != self.framework_id:
            self._count()
            return
        self._facts = (sizes.items, sizes.competencies, self._facts[2])
        for model in (self._model, self._found):
            if model is not None:
                model.set_branches(sizes.branches)
        self.changed.emit()

    # -- filter

    def _with_problems(self, severities: frozenset[str]) -> frozenset[str]:
        checks = self.checks()
        return checks.items_with(severities) if checks is not None else frozenset()

    def _filter(self) -> None:
        if self._model is None:
            return
        wanted = self.filters.wanted(self._with_problems)
        current = self.tree.current_id()
        if not wanted.active:
            if self.tree.tree_model() is not self._model:
                self._show_model(self._model)
                self._reopen(self._opened)
            self.filters.show_count("")
        else:
            if self.tree.tree_model() is self._model:
                self._opened = self._open_ids()
            if self._found is None:
                self._found = FilteredTreeModel(self.open_project, self.framework_id, self.language(), self)
                self._found.edited.connect(self.editing.set_text)
                self._found.mime = self._model.mime
            self._found.search(wanted)
            self._show_model(self._found)
            self._show_marks_in(self._found)
            if self._found.matches <= OPEN_FOUND_UP_TO:
                for row in range(self._found.rowCount()):
                    self.tree.open_branch(self._found.index(row, 0))
            count = self.tr("{0} of {1} shown").format(f"{self._found.matches:,}", f"{self._facts[0]:,}")
            self.filters.show_count(count)
            self.window_.announce(count)
        if current and self.tree.tree_model() is not None:
            self.tree.show_item(current)
        self._show_page()
        self._selected.start(0)

    def _show_marks_in(self, model: CompetencyTreeModel) -> None:
        checks = self.checks()
        if checks is not None:
            model.set_marks(checks.marks, checks.branches)

    def _show_model(self, model: CompetencyTreeModel) -> None:
        if self.tree.tree_model() is not model:
            self.tree.setModel(model)
        elif model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())

    def _open_ids(self, limit: int = KEPT_FOR_FILTER) -> list[str]:
        model = self.tree.tree_model()
        if model is None or model is not self._model:
            return self._opened[:limit]
        return open_rows.open_ids(self.tree, model, limit)

    def _reopen(self, ids: list[str]) -> None:
        if self._model is not None and self.tree.tree_model() is self._model:
            open_rows.reopen(self.tree, self._model, ids)

    def _import(self) -> None:
        if self.window_.actions.has("file.import"):
            self.window_.actions.trigger("file.import")


def _gone(changes: Changes) -> set[str]:
    return set(changes.deleted.get("competency", ()))


def _touches_types(changes: Changes) -> bool:
    """Whether other item types may be in use now."""
    edited = any("item_type" in columns for columns in changes.updated.get("competency", {}).values())
    return edited or bool(changes.inserted.get("competency") or changes.deleted.get("competency"))
