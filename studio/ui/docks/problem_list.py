# SPDX-License-Identifier: Apache-2.0
"""The rows of the Problems page: severity, code, sentence, rule, fix, more; the worst first.

Many notes of one rule are one row that opens; all rows stand under their rules where that is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui.docks.finding_actions import fix_label, severity_word
from studio.ui.icons import icon
from studio.ui.theme import theme

if TYPE_CHECKING:
    from studio.checks.rules import Finding

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
PICTURES = {"error": ("circle-x", "error"), "warning": ("triangle-alert", "warning"), "info": ("info", "info")}
NARROW_LINES = 46
MOST_NOTES = 5
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ELIDE = Qt.TextElideMode.ElideRight


class Group:
    """The heading of a rule, or many notes of one rule in a row that opens (``folds``)."""

    __slots__ = ("count", "folds", "is_open", "rule", "severity", "title")

    def __init__(
        self, rule: str, title: str, count: int, *, folds: bool = False, is_open: bool = True, severity: str = "info"
    ) -> None:
        self.rule = rule
        self.title = title
        self.count = count
        self.folds = folds
        self.is_open = is_open
        self.severity = severity


class ProblemModel(QAbstractListModel):
    """Findings, the worst first, or under their rules."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Finding | Group] = []
        self._findings: list[Finding] = []
        self._grouped = False
        self._open: set[str] = set()
        self.widest_fix = ""
        """The longest words of a fix in the list: the rules stand left of it."""

    def show_findings(self, findings: list[Finding], grouped: bool) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._findings, self._grouped = list(findings), grouped
        one_of_each = {finding.fix_id: finding for finding in findings}.values()
        self.widest_fix = max(map(fix_label, one_of_each), key=len, default="")
        self._rows = _under_rules(findings) if grouped else _worst_first(findings, self._open)
        self.endResetModel()

    def toggle(self, group: Group) -> None:
        """Open or close a row of many notes."""
        self._open ^= {group.rule}
        self.show_findings(self._findings, self._grouped)

    def folded_only(self) -> bool:
        """Whether every finding is inside a closed row."""
        return bool(self._rows) and all(isinstance(entry, Group) for entry in self._rows)

    def row_of_group(self, rule: str) -> int:
        """Where the many notes of a rule stand, -1 when they do not."""
        found = (row for row, entry in enumerate(self._rows) if isinstance(entry, Group) and entry.rule == rule)
        return next(found, -1)

    def entry(self, row: int) -> Finding | Group | None:
        """What stands in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, finding: Finding) -> int:
        """Where the same finding stands now, -1 when it is gone."""
        for row, entry in enumerate(self._rows):
            if not isinstance(entry, Group) and (entry.rule, entry.item_id, entry.message) == (
                finding.rule,
                finding.item_id,
                finding.message,
            ):
                return row
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's way)
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are not chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        entry = self.entry(index.row())
        if isinstance(entry, Group) and not entry.folds:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """The row for the delegate, its sentence for everybody else."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ROW:
            return entry
        if isinstance(entry, Group):
            state = "" if not entry.folds else self.tr(", open") if entry.is_open else self.tr(", closed")
            return f"{entry.title}, {entry.count}{state}" if role in (DISPLAY, ACCESSIBLE) else None
        if role == ACCESSIBLE:
            return f"{severity_word(entry.severity)}, {entry.code}: {entry.message} {entry.rule}. {fix_label(entry)}"
        if role == TOOLTIP:
            return f"{entry.message} ({entry.rule})"
        return entry.message if role == DISPLAY else None


def _fitting(message: str, width: int) -> str:
    """The message, or its first sentence where there is no room for more; the tooltip has all of it."""
    if theme().metrics("body").horizontalAdvance(message) <= width:
        return message
    return message.partition(". ")[0].rstrip(".") + "."


def _under_rules(findings: list[Finding]) -> list[Finding | Group]:
    from studio.checks.rules import RULES

    by_rule = _by_rule(findings)
    rows: list[Finding | Group] = []
    for rule_id, found in sorted(by_rule.items()):
        rows += [Group(rule_id, f"{rule_id}  {RULES[rule_id].title}", len(found)), *found]
    return rows


def _worst_first(findings: list[Finding], opened: set[str]) -> list[Finding | Group]:
    """Errors, warnings, notes, each in reading order; more than ``MOST_NOTES`` notes of one rule in one row, last."""
    from studio.checks.rules import RULES

    rows: list[Finding | Group] = []
    for severity in PICTURES:
        rows += [found for found in findings if found.severity == severity != "info"]
    notes = _by_rule([found for found in findings if found.severity == "info"])
    folds = {rule_id for rule_id, found in notes.items() if len(found) > MOST_NOTES and rule_id in RULES}
    for rule_id, found in notes.items():
        if rule_id not in folds:
            rows += found
    for rule_id, found in notes.items():
        if rule_id in folds:
            same = len({finding.message for finding in found}) == 1
            title = found[0].message if same else RULES[rule_id].title
            rows.append(Group(rule_id, title, len(found), folds=True, is_open=rule_id in opened))
            if rule_id in opened:
                rows += found
    return rows


def _by_rule(findings: list[Finding]) -> dict[str, list[Finding]]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return by_rule


class ProblemDelegate(QStyledItemDelegate):
    """Draws a row, and knows where its fix and its "more" are."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.hot: tuple[int, str] = (-1, "")
        """Row and part (``fix``, ``more``) under the pointer."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        return QSize(0, round(2.15 * theme().lh))

    def parts(self, rect: QRect, entry: Finding | Group) -> dict[str, QRect]:
        """Where the parts of a row are."""
        look, u = theme(), theme().u
        more = QRect(rect.right() - 2 * u - round(1.6 * look.lh), rect.top(), round(1.6 * look.lh), rect.height())
        words = "" if isinstance(entry, Group) else fix_label(entry)
        metrics = look.metrics("small_strong")
        width = metrics.horizontalAdvance(words) + look.lh + 7 * u if words else 0
        high = round(1.6 * look.lh)
        fix = QRect(more.left() - 2 * u - width, rect.top() + (rect.height() - high) // 2, width, high)
        # The rules stand below each other, left of the widest fix.
        model = self._view.model()
        widest = model.widest_fix if isinstance(model, ProblemModel) else ""
        room = metrics.horizontalAdvance(widest) + look.lh + 11 * u if widest else 2 * u
        rule_right, rule_width = more.left() - room, round(3.4 * look.lh)
        if rect.width() < NARROW_LINES * look.lh:  # the sentence needs the room; the rule is in the tooltip
            rule_right, rule_width = fix.left(), 0
        rule = QRect(rule_right - rule_width, rect.top(), rule_width, rect.height())
        code_left = rect.left() + 4 * u + round(1.7 * look.lh)
        code_width = round(6.6 * look.lh)
        code = QRect(code_left, rect.top(), code_width, rect.height())
        left = code.right() + 2 * u
        text = QRect(left, rect.top(), max(rule.left() - left - 2 * u, 0), rect.height())
        return {"more": more, "fix": fix, "rule": rule, "code": code, "text": text}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a heading or a finding."""
        entry = index.data(ROW)
        look, u = theme(), theme().u
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = round(1.05 * look.lh)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if isinstance(entry, Group):
            self._group(painter, option, entry, chosen, side)
            painter.restore()
            return
        ink = self._ground(painter, option, chosen)
        parts = self.parts(option.rect, entry)
        name, token = PICTURES.get(entry.severity, PICTURES["info"])
        at = QPoint(option.rect.left() + 4 * u, option.rect.center().y() - side // 2 + 1)
        icon(name, ink if ink and look.is_high_contrast else token, 16).paint(painter, QRect(at, QSize(side, side)))
        self._text(painter, parts["code"], entry.code or entry.kind.capitalize(), "small_strong", ink or "text")
        self._text(painter, parts["text"], _fitting(entry.message, parts["text"].width()), "body", ink or "text")
        self._text(painter, parts["rule"], entry.rule, "caption", ink or "text3")
        self._fix(painter, parts["fix"], fix_label(entry), chosen, index.row())
        box = QRect(0, 0, side, side)
        box.moveCenter(parts["more"].center())
        if self.hot == (index.row(), "more"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("pressed"))
            painter.drawRoundedRect(QRectF(box).adjusted(-4, -4, 4, 4), 6, 6)
        icon("ellipsis", ink or "text2", 16).paint(painter, box)
        painter.restore()

    def _group(self, painter: QPainter, option: QStyleOptionViewItem, group: Group, chosen: bool, side: int) -> None:
        look, u = theme(), theme().u
        if not group.folds:
            painter.setFont(look.font("caption_strong"))
            painter.setPen(look.colour("text2"))
            painter.drawText(option.rect.adjusted(4 * u, 0, 0, 0), _LEFT, f"{group.title}   {group.count:,}")
            return
        ink = self._ground(painter, option, chosen)
        parts = self.parts(option.rect, group)
        at = QPoint(option.rect.left() + 4 * u, option.rect.center().y() - side // 2 + 1)
        name, token = PICTURES[group.severity]
        icon(name, ink if ink and look.is_high_contrast else token, 16).paint(painter, QRect(at, QSize(side, side)))
        count = self.tr("{0} items").format(f"{group.count:,}")
        self._text(painter, parts["code"], count, "small_strong", ink or "text")
        self._text(painter, parts["text"], group.title, "body", ink or "text")
        self._text(painter, parts["rule"], group.rule if " " not in group.rule else "", "caption", ink or "text3")
        box = QRect(0, 0, side, side)
        box.moveCenter(parts["more"].center())
        icon("chevron-down" if group.is_open else "chevron-right", ink or "text2", 16).paint(painter, box)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, chosen: bool) -> str:
        look, u = theme(), theme().u
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not chosen and not hover:
            return ""
        focused = self._view.hasFocus()
        painter.setBrush(look.colour("hover" if not chosen else "selection" if focused else "selection_inactive"))
        ring = chosen and focused and self._view.property("kbd")
        painter.setPen(QPen(look.colour("focus"), 2) if ring else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(option.rect).adjusted(1.5 * u, 1, -1.5 * u, -1), 6, 6)
        return "selection_text" if chosen else ""

    def _fix(self, painter: QPainter, rect: QRect, words: str, chosen: bool, row: int) -> None:
        if not words:
            return
        look, u = theme(), theme().u
        lit = chosen or self.hot == (row, "fix")
        if lit:
            painter.setPen(QPen(look.colour("border"), 1) if look.is_high_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_subtle"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        side = round(0.95 * look.lh)
        if lit:
            picture = QRect(rect.left() + 2 * u, rect.center().y() - side // 2 + 1, side, side)
            icon("wand-sparkles", "accent_text", 16).paint(painter, picture)
        self._text(painter, rect.adjusted(side + 4 * u, 0, 0, 0), words, "small_strong" if lit else "small",
                   "accent_text" if lit else "text2")  # fmt: skip

    @staticmethod
    def _text(painter: QPainter, rect: QRect, text: str, role: str, token: str) -> None:
        look = theme()
        painter.setFont(look.font(role))
        painter.setPen(look.colour(token))
        painter.drawText(rect, _LEFT, look.metrics(role).elidedText(text, _ELIDE, rect.width()))


class ProblemView(QListView):
    """Enter goes to the item, Space or Alt+Enter fixes, the menu key shows everything."""

    go_wanted = Signal(object)
    fix_wanted = Signal(object)
    more_wanted = Signal(object, object)
    """A finding, and where on the screen its menu belongs."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Problems"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.rows = ProblemDelegate(self)
        self.setItemDelegate(self.rows)
        self.clicked.connect(self._clicked)
        theme().changed.connect(self._dress)
        self._dress()

    def current(self) -> Finding | None:
        """The finding the keyboard is at."""
        entry = self.currentIndex().data(ROW)
        return None if entry is None or isinstance(entry, Group) else entry

    def _dress(self) -> None:
        # Qt would fill the whole row behind our rounded ground.
        self.setStyleSheet("QListView { selection-background-color: transparent }")
        self.scheduleDelayedItemsLayout()

    def current_group(self) -> Group | None:
        """The row of many notes the keyboard is at."""
        entry = self.currentIndex().data(ROW)
        return entry if isinstance(entry, Group) and entry.folds else None

    def toggle(self, group: Group) -> None:
        """Open or close a row of many notes; it stays the current one."""
        model = self.model()
        if isinstance(model, ProblemModel):
            model.toggle(group)
            self.setCurrentIndex(model.index(model.row_of_group(group.rule)))

    def _clicked(self, index: QModelIndex) -> None:
        entry = index.data(ROW)
        if isinstance(entry, Group):
            if entry.folds:
                self.toggle(entry)
        elif entry is not None:
            self.go_wanted.emit(entry)

    def _part_at(self, at: QPoint) -> tuple[QModelIndex, str]:
        index = self.indexAt(at)
        entry = index.data(ROW) if index.isValid() else None
        if entry is None or isinstance(entry, Group):
            return QModelIndex(), ""
        parts = self.rows.parts(self.visualRect(index), entry)
        return index, next((name for name in ("fix", "more") if parts[name].contains(at)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The fix and the menu are buttons inside the row."""
        at = event.position().toPoint()
        index, part = self._part_at(at)
        if event.button() == Qt.MouseButton.LeftButton and part:
            self.setCurrentIndex(index)
            finding = index.data(ROW)
            if part == "fix":
                self.fix_wanted.emit(finding)
            else:
                self.more_wanted.emit(finding, self.viewport().mapToGlobal(at))
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what the pointer is over."""
        index, part = self._part_at(event.position().toPoint())
        self.rows.hot = (index.row(), part)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if part else Qt.CursorShape.ArrowCursor)
        self.viewport().update()
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: object) -> None:
        """The menu key and the right button."""
        finding = self.current()
        if finding is not None:
            at = self.visualRect(self.currentIndex()).center()
            self.more_wanted.emit(finding, self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list."""
        finding = self.current()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        group = self.current_group()
        if group is not None:
            other_way = Qt.Key.Key_Left if group.is_open else Qt.Key.Key_Right
            if enter or event.key() in (Qt.Key.Key_Space, other_way):
                self.toggle(group)
                return
        fixes = event.key() == Qt.Key.Key_Space or (enter and event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if finding is not None and fixes:
            if finding.fix_id:
                self.fix_wanted.emit(finding)
            return
        if finding is not None and enter:
            self.go_wanted.emit(finding)
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self.rows.hot = (-1, "")
        self.viewport().update()
        super().leaveEvent(event)
