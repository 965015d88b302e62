# SPDX-License-Identifier: Apache-2.0
"""What an import makes of the files: the tree as it will stand, and the counts that end with every value accounted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QLabel, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from studio.importing.preview import TreeNode
from studio.importing.report import ImportReport
from studio.standards.wording import class_words, kind_words
from studio.ui.icons import icon
from studio.ui.sizing import space
from studio.ui.theme import theme
from studio.ui.widgets.basics import IconLabel, label
from studio.ui.widgets.row_painting import paint_chevron, paint_texts
from studio.ui.words import translate

Index = QModelIndex | QPersistentModelIndex
NODE = int(Qt.ItemDataRole.UserRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
PICTURES = {
    "framework": "list-tree",
    "organization": "building-2",
    "concept_scheme": "book-open",
    "concept": "circle-dot",
    "progression_model": "gauge",
    "progression_level": "circle-dot",
    "rubric": "grid-3x3",
    "rubric_level": "square",
    "rubric_criterion": "square",
    "criterion_level": "square",
    "resource": "file-text",
}
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class OutcomeTree(QTreeView):
    """The items as they will stand in the project, to look at."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("What it becomes"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_NodeDelegate(self))
        self._nodes = QStandardItemModel(self)
        self.setModel(self._nodes)
        theme().changed.connect(self._dress)
        self._dress()

    def show_nodes(self, nodes: Sequence[TreeNode]) -> None:
        """Show other items; the first levels are open."""
        self._nodes.clear()
        stack = [(self._nodes.invisibleRootItem(), node) for node in reversed(nodes)]
        while stack:
            parent, node = stack.pop()
            words = translate(class_words(node.type) if node.kind == "resource" else kind_words(node.kind))
            item = QStandardItem(f"{node.code} {node.text}".strip() or words)
            item.setData(f"{words}: {node.code} {node.text}", ACCESSIBLE)
            item.setData(node, NODE)
            item.setToolTip(item.text())
            item.setEditable(False)
            parent.appendRow(item)
            stack += [(item, child) for child in reversed(node.children)]
        self.expandToDepth(0 if sum(len(node.children) for node in nodes) > 30 else 1)
        if self._nodes.rowCount():
            self.setCurrentIndex(self._nodes.index(0, 0))
            self.scrollToTop()

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The chevron, as large as the text."""
        if self._nodes.hasChildren(index):
            paint_chevron(painter, rect, self.isExpanded(index))

    def sizeHint(self) -> QSize:
        """Small: it takes the room that is left."""
        return QSize(round(16 * theme().lh), round(7 * theme().lh))

    def nodes(self) -> QStandardItemModel:
        """What is shown."""
        return self._nodes

    def _dress(self) -> None:
        self.setIndentation(round(1.3 * theme().lh))
        self.setStyleSheet("QTreeView { selection-background-color: transparent }")
        self.scheduleDelayedItemsLayout()


class _NodeDelegate(QStyledItemDelegate):
    """Draws icon, code, text, and how many stand below."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        return QSize(0, round(1.75 * theme().lh))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one item."""
        node = index.data(NODE)
        if not isinstance(node, TreeNode):
            return
        look, u = theme(), theme().u
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setBrush(look.colour("selection"))
            ring = self._view.property("kbd")
            painter.setPen(QPen(look.colour("focus"), 2) if ring else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -u, -1), 6, 6)
            quiet = ink = "selection_text"
        else:
            ink, quiet = "text", "text2"
        side = round(1.05 * look.lh)
        picture = PICTURES.get(node.kind, "book-open" if node.children else "target")
        icon(picture, quiet, 16).paint(painter, QRect(rect.left() + u, rect.center().y() - side // 2 + 1, side, side))
        left = rect.left() + side + 3 * u
        right = rect.right() - 3 * u
        if node.children:
            count = f"{len(node.children):,}"
            painter.setFont(look.font("small", numbers=True))
            painter.setPen(look.colour(quiet))
            width = painter.fontMetrics().horizontalAdvance(count)
            painter.drawText(QRect(right - width, rect.top(), width, rect.height()), _RIGHT, count)
            right -= width + 2 * u
        kind = translate(class_words(node.type)) if node.kind == "resource" else ""
        parts = ((kind, "small", quiet), (node.code, "small_strong", ink))
        texts = (*parts, (node.text, "strong" if node.children else "body", ink))
        paint_texts(painter, QRect(left, rect.top(), right - left + 1, rect.height()), texts)
        painter.restore()


class OutcomeCounts(QWidget):
    """ "What happens to it": new, updated, the same, removed, repairs, and the account of all values."""

    LINES = ("created", "updated", "unchanged", "removed", "repaired", "rejected")

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("What happens to it"))
        grid = QGridLayout(self)
        space(grid, 0, 2)
        grid.setColumnStretch(2, 1)
        self._parts: dict[str, tuple[IconLabel, QLabel, QLabel]] = {}
        for number, (name, picture, token) in enumerate(
            (
                ("created", "circle-plus", "success"),
                ("updated", "refresh-cw", "info"),
                ("unchanged", "equal", "text2"),
                ("removed", "trash-2", "error"),
                ("repaired", "eraser", "warning"),
                ("rejected", "circle-x", "error"),
            )
        ):
            figure, words = label("", "subtitle"), label("", "body", "text2", wrap=True)
            figure.setAlignment(_RIGHT)
            picture_part = IconLabel(picture, token, 1.1)
            grid.addWidget(picture_part, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(figure, number, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, number, 2)
            self._parts[name] = (picture_part, figure, words)
        grid.setRowStretch(len(self.LINES), 1)
        self._grid = grid

    def show_report(self, report: ImportReport, removes: bool) -> None:
        """The counts of a dry run; ``removes``: the person wants items that are not mentioned removed."""
        repaired = sum(len(file.repaired) for file in report.files)
        rejected = sum(len(file.rejected) for file in report.files)
        self._line("created", report.created, self.tr("new items"))
        self._line("updated", report.updated, self.tr("already here, updated"))
        self._line("unchanged", report.unchanged, self.tr("the same, left alone"))
        self._line("removed", report.not_mentioned, self.tr("removed, because no file mentions them"))
        for part in self._parts["removed"]:
            part.setVisible(removes)
        self._line("repaired", repaired, self.tr("small repairs, each listed in the report"))
        self._line("rejected", rejected, self.tr("values rejected: {0}").format(account(report)))
        self._parts["rejected"][0].set_icon("circle-x" if rejected else "circle-check", "error" if rejected else
                                            "success")  # fmt: skip

    def text(self, line: str) -> str:
        """A line as it reads."""
        _picture, figure, words = self._parts[line]
        return f"{figure.text()} {words.text()}"

    def _line(self, name: str, count: int, words: str) -> None:
        _picture, figure, text = self._parts[name]
        figure.setText(f"{count:,}")
        text.setText(words)


def nodes_below(nodes: Sequence[TreeNode]) -> Iterator[TreeNode]:
    """All nodes of a tree."""
    stack = list(nodes)
    while stack:
        node = stack.pop()
        yield node
        stack += node.children


def account(report: ImportReport) -> str:
    """ "140 read = 128 kept + 12 kept as extra + 0 rejected"."""
    values = sum(file.values for file in report.files)
    kept = sum(file.kept for file in report.files)
    extra = sum(file.kept_as_extra for file in report.files)
    rejected = sum(len(file.rejected) for file in report.files)
    return f"{values:,} read = {kept:,} kept + {extra:,} kept as extra + {rejected:,} rejected"
