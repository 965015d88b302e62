# SPDX-License-Identifier: Apache-2.0
"""The library workspace: vocabularies with their terms, and records that came with files, to read, find and remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.model import resources, rubrics, scales
from studio.model.errors import StudioError
from studio.model.journal import Changes
from studio.ui.library import queries
from studio.ui.library.details import Details
from studio.ui.library.facts import facts_of
from studio.ui.library.group_list import GroupList, picture_of
from studio.ui.library.item_view import ItemView
from studio.ui.library.queries import Group, Source
from studio.ui.library.tree import LibraryTree
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import EmptyState, column, label, panel, row
from studio.ui.widgets.search_box import SearchBox
from studio.ui.workspace import Crumb, Workspace

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

_TABLES = (
    "concept_scheme", "concept", "progression_model", "progression_level", "rubric", "rubric_criterion", "rubric_level",
    "criterion_level", "resource",
)  # fmt: skip


class LibraryWorkspace(Workspace):
    """Groups at the left, what is in one in the middle, details in the pane at the right."""

    ID = "library"
    TITLE = "Library"
    ICON = "book-open"

    def __init__(self, project: Project, window: MainWindow) -> None:
        super().__init__(project, window)
        self._project = project
        self._stale = False
        self._shown: Group | None = None
        self.details = Details()
        self.details.go_wanted.connect(window.go_to)
        self.groups = GroupList()
        self.groups.chosen.connect(self._show_group)
        self.filter = SearchBox(self.tr("Filter by words or code"))
        self.filter.searched.connect(self._filter)
        self.filter.left_down.connect(lambda: self.listing.setFocus(Qt.FocusReason.OtherFocusReason))
        self.items = LibraryTree(self)
        self.listing = ItemView(self.items)
        self.listing.at_item.connect(self._show_item)
        self.listing.selected.connect(self._selection_changed)
        self._count = label("", "small", "text2")
        self._none = label("", "body", "text2", wrap=True)
        self._last_list: QWidget = self.groups
        for each in (self.groups, self.listing):
            each.installEventFilter(self)
        self._build()
        window.project_changed.connect(self._project_changed)
        self._declare()
        self._read_groups()

    def _build(self) -> None:
        head = row(self.filter, self._count, gap=3, margins=(4, 2.5, 5, 2.5))
        head.setStretch(0, 1)  # beside a long count the field gives way
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        fix(self.filter, min_width=9, max_width=18)
        middle = QWidget()
        middle.setProperty("ground", "base")
        below = column(panel("header", head), self._none, self.listing, gap=0)
        below.setStretch(2, 1)
        middle.setLayout(below)
        self._none.setContentsMargins(5 * theme().u, 4 * theme().u, 5 * theme().u, 0)
        fix(self.groups, min_width=10)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.setChildrenCollapsible(False)
        self._across.setHandleWidth(1)
        self._across.addWidget(self.groups)
        self._across.addWidget(middle)
        self._across.setStretchFactor(1, 1)
        self.empty = EmptyState(
            "book-open",
            self.tr("No vocabularies or records yet"),
            self.tr("Import a SKOS vocabulary, courses, jobs or pathways; they are kept here."),
            (self.tr("Import…"), lambda: self.window_.actions.trigger("file.import")),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._across)
        self._pages.addWidget(self.empty)
        box = QVBoxLayout(self)
        space(box)
        box.addWidget(self._pages)

    # what the window asks

    def breadcrumb(self) -> list[Crumb]:
        """Library, and the group that is open."""
        crumbs = [Crumb(self.tr("Library"))]
        if self._shown is not None:
            crumbs.append(Crumb(self._shown.title or self._shown.code or self.tr("Without a name")))
        return crumbs

    def header_actions(self) -> list[str]:
        """Delete and export."""
        return ["library.delete", "file.export"] if self._shown is not None else []

    def inspector(self) -> QWidget | None:
        """The details of an item."""
        return self.details if self._shown is not None else None

    def has_dock(self) -> bool:
        """Problems are about records too."""
        return True

    def status_text(self) -> str:
        """How much is in the open group."""
        if self._shown is None:
            return ""
        chosen = len(self.listing.selectionModel().selectedRows())
        told = f"{self._shown.title}  ·  {self._counted(self._shown.count)}"
        return told + (self.tr(", {0} selected").format(f"{chosen:,}") if chosen > 1 else "")

    def go_to(self, item_id: str) -> bool:
        """Show a vocabulary, a term, a level, a rubric or a record."""
        place = queries.group_of(self._project, item_id)
        if place is None:
            return False
        if self._stale or self.groups.groups.row_of(place[0]) < 0:
            self._read_groups()
        if not self.groups.choose(place[0]):
            return False
        self._last_list = self.listing if place[1] else self.groups
        if not place[1]:
            self.listing.clearSelection()
            self._show_item("")
            return True
        if not self.listing.show_item(place[1]) and self.filter.text():
            self.filter.field.clear()
            self._read_items()
            self.listing.show_item(place[1])
        return True

    def selected_ids(self) -> list[str]:
        """The selected items, or the vocabulary."""
        chosen = self.listing.selected_ids()
        if chosen or self._shown is None:
            return chosen
        return [self._shown.id] if self._shown.is_tree else []

    def to_export(self) -> tuple[list[str], str]:
        """The vocabulary, or the selected records (all of the class when none is), in the standard they are of."""
        group = self._shown
        if group is None:
            return [], ""
        wanted = [group.id] if group.is_tree else self.listing.selected_ids()
        return wanted or Source(self._project, group, "en").all_ids(), queries.format_for(group)

    def entered(self) -> None:
        """Take the keyboard."""
        if self._stale:
            self._read_groups()
        if self._shown is None:
            self.empty.setFocus()
        else:
            (self.listing if self.listing.currentIndex().isValid() else self.groups).setFocus(
                Qt.FocusReason.OtherFocusReason
            )

    def state(self) -> dict[str, Any]:
        """The open group and item."""
        return {"group": self._shown.id if self._shown else "", "item": self.listing.current_id()}

    def restore(self, state: dict[str, Any]) -> None:
        """Open the group of the last time, when it is still there."""
        group, item = state.get("group"), state.get("item")
        if isinstance(group, str) and self.groups.choose(group) and isinstance(item, str) and item:
            self.listing.show_item(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember which of the two lists the person is at."""
        if event.type() == QEvent.Type.FocusIn and watched in (self.groups, self.listing):
            self._last_list = self.listing if watched is self.listing else self.groups
            self.window_.actions.refresh()
        return super().eventFilter(watched, event)

    # showing

    def _read_groups(self) -> None:
        """Read the list at the left again; what is open stays open."""
        self._stale = False
        kept = self._shown.id if self._shown is not None else ""
        at = self.groups.groups.row_of(kept)
        found = queries.groups(self._project, self.window_.language)
        opened, item = self.listing.open_ids(), self.listing.current_id()
        self._shown = None
        self.groups.show_groups(found)
        self._pages.setCurrentIndex(0 if found else 1)
        if not found:
            self.items.show_source(None)
            self.details.show_facts(None)
        elif self.groups.choose(kept):
            self.listing.open_again(opened)
            if item and not self.listing.show_item(item):
                self._show_item("")
        else:  # the one that took its place, else the last
            model = self.groups.groups
            rows = [row for row in range(model.rowCount()) if model.flags(model.index(row))]
            near = next((row for row in rows if row >= at), rows[-1]) if at >= 0 else rows[0]
            self.groups.setCurrentIndex(model.index(near))
        self.changed.emit()

    def _show_group(self, group: Group) -> None:
        if self._shown == group:
            return
        other = self._shown is None or self._shown.id != group.id
        self._shown = group
        if other and self.filter.text():
            self.filter.empty()
        self.listing.set_picture("circle-dot" if group.is_tree else picture_of(group), tree=group.is_tree)
        self._read_items()

    def _filter(self, words: str) -> None:
        """Show what the filter lets through; what is chosen stays so, if it is among it."""
        if self.items.source is not None and self.items.source.words != words:
            item = self.listing.current_id()
            self._read_items()
            if item:
                self.listing.show_item(item)

    def _read_items(self) -> None:
        if self._shown is None:
            return
        words = self.filter.text()
        source = Source(self._project, self._shown, self.window_.language, words)
        self.listing.setRootIsDecorated(self._shown.is_tree and not words)
        self.items.show_source(source)
        self.items.fetchMore(self.listing.rootIndex())
        told = self._counted(self._shown.count)
        if words:
            told = self.tr("{0} of {1} shown").format(f"{source.matches:,}", f"{self._shown.count:,}")
        self._count.setText(told)
        empty = self.items.rowCount() == 0
        nothing = self.tr('Nothing matches "{0}".').format(words) if words else self.tr("There is nothing in it yet.")
        self._none.setText(nothing)
        self._none.setVisible(empty)
        if words:
            self.window_.announce(told)
        self._show_item(self.listing.current_id())
        self.changed.emit()

    def _counted(self, count: int) -> str:
        if self._shown is not None and not self._shown.is_tree:
            return self.tr("1 record") if count == 1 else self.tr("{0} records").format(f"{count:,}")
        if self._shown is not None and self._shown.kind == "progression_model":
            return self.tr("1 level") if count == 1 else self.tr("{0} levels").format(f"{count:,}")
        return self.tr("1 term") if count == 1 else self.tr("{0} terms").format(f"{count:,}")

    def _show_item(self, item_id: str) -> None:
        """Details of the item, or of the vocabulary itself when none is chosen."""
        if not item_id and self._shown is not None and self._shown.is_tree:
            item_id = self._shown.id
        self.details.show_facts(facts_of(self._project, item_id, self.window_.language) if item_id else None)

    def _selection_changed(self) -> None:
        self.window_.actions.refresh()
        if self.is_current():
            self.window_.status.show_text(self.status_text())

    # what the person does

    def _declare(self) -> None:
        add = self.window_.actions.declare
        add("library.delete", "Delete", self.delete, shortcuts="Del", context="library", widget=self, menu="edit",
            icon="trash-2", group=5, enabled=self._can_delete, label=self._delete_words,
            tip="Delete what is chosen in the library; you can undo it")  # fmt: skip
        add("library.filter", "Filter the library", self.focus_filter, shortcuts=QKeySequence.StandardKey.Find,
            context="library", widget=self, menu="edit", icon="funnel", group=3, enabled=self._has_group)  # fmt: skip

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.filter.setFocus()
        self.filter.field.selectAll()

    def _delete_words(self) -> str:
        """What would be deleted."""
        count = len(self.listing.selectionModel().selectedRows()) if self._at_items() else 0
        if count:
            return self.tr("Delete item") if count == 1 else self.tr("Delete {0} items").format(f"{count:,}")
        if self._shown is not None and not self._shown.is_tree:
            return self.tr("Delete all")
        is_model = self._shown is not None and self._shown.kind == "progression_model"
        return self.tr("Delete progression model") if is_model else self.tr("Delete vocabulary")

    def _at_items(self) -> bool:
        """Whether the person is at the items, not at the list of groups."""
        return self._last_list is self.listing

    def _has_group(self) -> bool:
        return self.is_current() and self._shown is not None

    def _can_delete(self) -> bool:
        return self._has_group() and not self._project.read_only

    def delete(self) -> None:
        """The selected items; without any, or from the list at the left, the vocabulary."""
        if self._at_items() and self.listing.selected_ids():
            self.delete_items()
        else:
            self.delete_group()

    def delete_items(self) -> None:
        """Remove the selected terms, levels or records. Undo brings them back."""
        ids, group = self.listing.selected_ids(), self._shown
        if not ids or group is None:
            return
        after = self.items.neighbour(ids)
        if self._try(lambda: _delete(self._project, group, ids)):
            if after:
                self.listing.show_item(after)
            self.listing.setFocus(Qt.FocusReason.OtherFocusReason)
            words = (
                self.tr("Deleted 1 item.") if len(ids) == 1 else self.tr("Deleted {0} items.").format(f"{len(ids):,}")
            )
            self.window_.notify_kept(words)

    def delete_group(self) -> None:
        """Remove the open vocabulary with its terms, or all records of the class. Undo brings them back."""
        group = self._shown
        if group is None:
            return

        def work() -> None:
            if group.kind == "concept_scheme":
                scales.delete_scheme(self._project, group.id)
            elif group.kind == "progression_model":
                scales.delete_progression_model(self._project, group.id)
            else:
                _delete(self._project, group, Source(self._project, group, "en").all_ids())

        words = self.tr('Deleted "{0}" with {1}.').format(group.title, self._counted(group.count))
        if self._try(work):
            self.groups.setFocus(Qt.FocusReason.OtherFocusReason)
            self.window_.notify_kept(words)

    def _try(self, work: Any) -> bool:
        try:
            work()
        except StudioError as error:
            self.window_.show_error(str(error))
            return False
        return True

    def _project_changed(self, changes: Changes) -> None:
        if not changes.touches(*_TABLES, "association", "project"):
            return
        if not self.is_current():
            # Off screen nothing is read again for each change elsewhere.
            self._stale = True
        elif changes.touches(*_TABLES, "project"):
            self._read_groups()
        else:
            self._show_item(self.listing.current_id())


def _delete(project: Project, group: Group, ids: list[str]) -> None:
    if group.kind == "concept_scheme":
        scales.delete_concepts(project, ids)
    elif group.kind == "progression_model":
        scales.delete_levels(project, ids)
    elif group.kind == "rubric":
        with project.change("Remove rubric" if len(ids) == 1 else f"Remove {len(ids)} × rubric"):
            for rubric_id in ids:
                rubrics.delete_rubric(project, rubric_id)
    else:
        resources.delete_resources(project, ids)
