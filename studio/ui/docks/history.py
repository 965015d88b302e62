# SPDX-License-Identifier: Apache-2.0
"""The History page of the dock: every change with who and when, going back to a point, named versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.model.errors import StudioError
from studio.model.journal import Changes, HistoryEntry
from studio.ui.docks.times import when
from studio.ui.icons import icon
from studio.ui.theme import theme
from studio.ui.widgets.basics import button, column, label, panel, row
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.plain_line import plain_line, set_fault

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
PAGE = 100
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class HistoryModel(QAbstractListModel):
    """Journal entries, newest first, read in pages."""

    def __init__(self, project: Project | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._entries: list[HistoryEntry] = []
        self._complete = project is None
        self.versions: dict[int, str] = {}

    def refresh(self) -> None:
        """Read the newest page again."""
        self.beginResetModel()
        self._entries = self._project.history(PAGE) if self._project is not None else []
        self._complete = len(self._entries) < PAGE
        if self._project is not None:
            # The entry that named a version follows the one that the version stands for.
            self.versions = {version.journal_seq + 1: version.name for version in self._project.versions()}
        self.endResetModel()

    def entry(self, number: int) -> HistoryEntry | None:
        """What stands in a row."""
        return self._entries[number] if 0 <= number < len(self._entries) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """The entries that were read."""
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older ones."""
        return not parent.isValid() and not self._complete

    def fetchMore(self, parent: Index) -> None:
        """Read an older page."""
        if self._project is None or not self._entries:
            return
        older = self._project.history(PAGE, self._entries[-1].seq)
        self._complete = len(older) < PAGE
        if older:
            start = len(self._entries)
            self.beginInsertRows(QModelIndex(), start, start + len(older) - 1)
            self._entries += older
            self.endInsertRows()

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The entry for the delegate, a sentence for everybody else."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ROW:
            return entry
        if role == ACCESSIBLE:
            state = self.tr(", undone") if is_undone(entry) else ""
            return f"{entry.label}{state}, {entry.author}, {when(entry.at)}"
        return entry.label if role == DISPLAY else None


class HistoryDelegate(QStyledItemDelegate):
    """Draws: what, who, when."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        return QSize(0, round(1.9 * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one entry."""
        entry = index.data(ROW)
        if not isinstance(entry, HistoryEntry):
            return
        model = index.model()
        look, u = theme(), theme().u
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            focused = self._view.hasFocus()
            ground = "hover" if not chosen else "selection" if focused else "selection_inactive"
            ring = chosen and focused and self._view.property("kbd")
            painter.setBrush(look.colour(ground))
            painter.setPen(QPen(look.colour("focus"), 2) if ring else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1.5 * u, 1, -1.5 * u, -1), 6, 6)
        quiet = is_undone(entry) or entry.kind != "edit"
        version = model.versions.get(entry.seq) if isinstance(model, HistoryModel) else None
        name = "badge-check" if version else {"undo": "undo-2", "redo": "redo-2"}.get(entry.kind, "pencil-line")
        side = look.lh
        rect = option.rect.adjusted(4 * u, 0, -4 * u, 0)
        ink = "selection_text" if chosen else "text3" if quiet else "text"
        box = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
        icon(name, "selection_text" if chosen else "accent_text" if version else "text3", 16).paint(painter, box)
        moment = when(entry.at)
        right = round(7.5 * look.lh)
        who = round(7.5 * look.lh)
        text = rect.adjusted(side + 3 * u, 0, -right - who, 0)
        words = entry.label + ("  " + self.tr("(undone)") if is_undone(entry) else "")
        self._text(painter, text, words, "strong" if version else "body", ink)
        self._text(painter, QRect(rect.right() - right - who, rect.top(), who - 2 * u, rect.height()), entry.author,
                   "small", "selection_text" if chosen else "text2")  # fmt: skip
        self._text(painter, QRect(rect.right() - right, rect.top(), right, rect.height()), moment, "small",
                   "selection_text" if chosen else "text2")  # fmt: skip
        painter.restore()

    @staticmethod
    def _text(painter: QPainter, rect: QRect, text: str, role: str, token: str) -> None:
        look = theme()
        painter.setFont(look.font(role))
        painter.setPen(look.colour(token))
        painter.drawText(rect, _LEFT, look.metrics(role).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))


class HistoryPage(QWidget):
    """List, and below it what to do with the chosen point."""

    def __init__(self, project: Project | None, window: MainWindow) -> None:
        super().__init__()
        self._project = project
        self._window = window
        self.model = HistoryModel(project, self)
        self.view = QListView()
        self.view.setAccessibleName(self.tr("History"))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setModel(self.model)
        self.view.setItemDelegate(HistoryDelegate(self.view))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.back = button(self.tr("Undo to here"), "secondary", "undo-2", self.undo_to_here)
        self.name_version = button(self.tr("Name this version…"), "link", clicked=self.ask_version)
        self._note = label("", "small", "text2")
        foot = panel("footer", row(self._note, None, self.name_version, self.back, gap=2, margins=(4, 1, 4, 1)))
        box = column(self.view, foot, gap=0)
        box.setStretch(0, 1)
        self.setLayout(box)
        self.setFocusProxy(self.view)
        theme().changed.connect(self._dress)
        self._dress()
        if project is not None:
            window.project_changed.connect(self._project_changed)
            self.view.selectionModel().currentChanged.connect(lambda *_indexes: self._show_choice())
            window.actions.declare("history.name_version", "Name this version…", self.ask_version, icon="badge-check",
                                   menu="file", group=2, enabled=lambda: not project.read_only,
                                   keywords="milestone release save a version")  # fmt: skip
            self._stale = True
        self._show_choice()

    def showEvent(self, event: object) -> None:
        """Read when somebody looks."""
        if self._project is not None and self._stale:
            self._read()

    def chosen(self) -> HistoryEntry | None:
        """The entry the keyboard is at."""
        return self.model.entry(self.view.currentIndex().row())

    def steps_to_undo(self) -> int:
        """How many edits are newer than the chosen entry and not undone yet; -1 when the way is not known."""
        entry = self.chosen()
        if entry is None or self._project is None or self._project.read_only:
            return 0
        newer = (self.model.entry(number) for number in range(self.view.currentIndex().row()))
        return sum(1 for other in newer if other and other.kind == "edit" and other.state == "done")

    def undo_to_here(self) -> None:
        """Undo everything that was done after the chosen entry, step by step, so that each can be redone."""
        steps = self.steps_to_undo()
        if self._project is None or not steps:
            return
        try:
            for _ in range(steps):
                self._project.undo()
        except StudioError as error:
            self._window.show_error(str(error))
            return
        text = self.tr("Undid 1 change.") if steps == 1 else self.tr("Undid {0} changes.").format(steps)
        self._window.notify(text, "undo-2", self.tr("Redo"), lambda: self._redo(steps))

    def ask_version(self) -> Dialog:
        """Ask for the name of a version of the project as it is now."""
        dialog = Dialog(self._window, self.tr("Name this version"),
                        self.tr("You can compare later states with it."), lines=(28, 0))  # fmt: skip
        field = plain_line(self.tr("Name of the version"), self.tr("For example 1.0, or Board meeting May"))
        note = plain_line(self.tr("Note"), self.tr("What is in it (optional)"))
        for part in (field, note):
            caption = label(part.accessibleName(), "small", "text2")
            caption.setBuddy(part)
            dialog.content.addWidget(caption)
            dialog.content.addWidget(part)
        dialog.content.addStretch(1)

        def keep() -> None:
            name = field.text().strip()
            if not name:
                set_fault(field, True)
                dialog.set_subtitle(self.tr("Give the version a name."))
                field.setFocus()
                return
            if self._project is not None:
                self._project.add_version(name, note.text().strip())
            dialog.accept()
            self._window.notify_kept(self.tr('Named this version "{0}".').format(name))

        dialog.add_button(self.tr("Name version"), keep, "primary")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        field.setFocus()
        return dialog

    def _redo(self, steps: int) -> None:
        for _ in range(steps):
            if self._project is not None:
                self._project.redo()

    def _project_changed(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._stale = False
        kept = self.chosen()
        self.model.refresh()
        for number in range(self.model.rowCount()):
            entry = self.model.entry(number)
            if kept is not None and entry is not None and entry.seq == kept.seq:
                self.view.setCurrentIndex(self.model.index(number))
        self._show_choice()

    def _show_choice(self) -> None:
        steps = self.steps_to_undo()
        self.back.setEnabled(steps > 0)
        if steps:
            text = self.tr("1 newer change") if steps == 1 else self.tr("{0} newer changes").format(steps)
        else:
            text = self.tr("Choose a point to go back to.") if self.model.rowCount() else self.tr("No changes yet.")
        self._note.setText(text)

    def _dress(self) -> None:
        # Qt would fill the whole row behind our rounded ground.
        self.view.setStyleSheet("QListView { selection-background-color: transparent }")
        self.view.scheduleDelayedItemsLayout()


def is_undone(entry: HistoryEntry) -> bool:
    """Whether an edit was taken back."""
    return entry.kind == "edit" and entry.state in ("undone", "dropped")
