# SPDX-License-Identifier: Apache-2.0
"""The left column of the designer: the badge, its sections with their state, and how complete it is for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.badges.pictures import PictureLabel
from studio.ui.badges.reading import BadgeData
from studio.ui.badges.state import PROFILES, SECTIONS, Section, completeness, section_state
from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix, space
from studio.ui.theme import theme
from studio.ui.widgets.basics import column, label, line, row, scrolled, set_tone
from studio.ui.widgets.breaking import breaking_label, show_breaking
from studio.ui.widgets.share_bar import ShareBar

STATES = {
    "done": ("check", "success", "complete"),
    "open": ("circle-dashed", "text3", "open"),
    "error": ("circle-x", "error", "has an error"),
    "warning": ("triangle-alert", "warning", "has a warning"),
    "info": ("info", "info", "has a note"),
}
"""Icon, colour token and word of a section's state."""


class SectionButton(QAbstractButton):
    """One section: icon, word, state."""

    def __init__(self, section: Section, owner: SectionList) -> None:
        super().__init__()
        self.section = section
        self._owner = owner
        self.state = "open"
        self.setText(self.tr(section.title))
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )  # a long word is cut, never the state
        fix(self, height=2.1)
        self.set_state("open")

    def set_state(self, state: str) -> None:
        """Show another state."""
        self.state = state
        words = f"{self.text()}, {STATES[state][2]}"
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, word and state."""
        look = theme()
        words = 0 if self._owner.compact else look.metrics("strong").horizontalAdvance(self.text())
        return QSize(words + 18 * look.u, round(2.1 * look.lh))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the neighbour."""
        step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
        if step:
            self._owner.step(step, focus=True)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, word, state, ring."""
        look, u = theme(), theme().u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        room = QRectF(self.rect()).adjusted(0, 0.5, 0, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or self.underMouse():
            painter.setBrush(look.colour("selection" if chosen else "hover"))
            painter.drawRoundedRect(room, 6, 6)
        ink = "selection_text" if chosen else "text"
        side = 1.1 * look.lh
        top = (self.height() - side) / 2
        left = QRectF(3 * u, top, side, side)
        tint = ("selection_text" if look.is_high_contrast else "accent_text") if chosen else "text2"
        make_icon(self.section.icon, tint).paint(painter, left.toRect())
        right = QRectF(self.width() - 3 * u - 0.95 * side, top, side, side)
        picture, token, _word = STATES[self.state]
        if chosen and look.is_high_contrast:
            token = "selection_text"
        make_icon(picture, token).paint(painter, right.toRect())
        if not self._owner.compact:
            font = "strong" if chosen else "body"
            painter.setFont(look.font(font))
            painter.setPen(look.colour(ink))
            words = QRectF(left.right() + 2.5 * u, 0, right.left() - left.right() - 4 * u, self.height())
            shown = look.metrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, round(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if self.hasFocus() and self.property("kbd"):
            painter.setPen(QPen(look.colour("focus"), 3 if look.is_high_contrast else 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class _Bar(QWidget):
    """A name, a percentage and a bar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._share = label("", "small_strong", "text2")
        self._bar = ShareBar(name)
        head = row(label(name, "small"), None, self._share)
        self.setLayout(column(head, self._bar, gap=1))

    def set_share(self, share: int | None) -> None:
        """``None`` while the checks have not looked yet."""
        self._bar.set_share((share or 0) / 100, "success" if share == 100 else "")
        self._share.setText("–" if share is None else f"{share} %")
        set_tone(self._share, "success" if share == 100 else "text2")


class SectionList(QWidget):
    """``chosen`` is sent with the id of the section that the person asks for."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Sections of the badge"))
        self._picture = PictureLabel(2.7)
        self.compact = False
        self._code = label("", "caption", "text2")
        self._name = breaking_label("", "strong")
        self._buttons = {section.id: SectionButton(section, self) for section in SECTIONS}
        self._words = QWidget()
        self._words.setLayout(column(None, self._code, self._name, None, gap=0.5))
        head = row(self._picture, self._words, gap=3, margins=(2.5, 2, 1, 4))
        head.setStretch(1, 1)
        inside = QWidget()
        inside.setProperty("ground", "base")
        box = QVBoxLayout(inside)
        space(box, (2, 2, 2, 4), 0.35)
        box.addLayout(head)
        for made in self._buttons.values():
            box.addWidget(made)
            made.clicked.connect(lambda _checked=False, made=made: self._clicked(made.section.id))
        self._bars = [(profile, _Bar(name)) for name, profile in PROFILES]
        bars = column(line(), label(self.tr("Complete for"), "small", "text2"), gap=3, margins=(3, 4, 3, 0))
        for _profile, bar in self._bars:
            bars.addWidget(bar)
        self._complete = QWidget()
        self._complete.setLayout(bars)
        box.addWidget(self._complete)
        box.addStretch(1)
        outer = QVBoxLayout(self)
        space(outer)
        self._area = scrolled(inside, self.tr("Sections"))
        self._area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._show_current())
        outer.addWidget(self._area)
        self.set_current(SECTIONS[0].id)

    def set_compact(self, compact: bool) -> None:
        """Only pictures, where the window is narrow or the text large; the words are tooltips then."""
        self.compact = compact
        self._words.setVisible(not compact)
        self._complete.setVisible(not compact)
        for made in self._buttons.values():
            made.updateGeometry()
            made.update()

    def current(self) -> str:
        """The id of the section on screen."""
        return next(section for section, made in self._buttons.items() if made.isChecked())

    def button(self, section: str) -> SectionButton:
        """The button of a section."""
        return self._buttons[section]

    def set_current(self, section: str) -> None:
        """Mark a section; nothing is sent."""
        for other, made in self._buttons.items():
            made.setChecked(other == section)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == section else Qt.FocusPolicy.ClickFocus)
        self._show_current()

    def _show_current(self) -> None:
        self._area.ensureWidgetVisible(self._buttons[self.current()], 0, 0)

    def step(self, step: int, focus: bool = False) -> None:
        """Go to the next or previous section."""
        ids = list(self._buttons)
        target = ids[min(max(ids.index(self.current()) + step, 0), len(ids) - 1)]
        self._clicked(target)
        if focus:
            self._buttons[target].setFocus(Qt.FocusReason.TabFocusReason)

    def show_badge(self, data: BadgeData, findings: Sequence[Any], checked: bool = True) -> None:
        """The badge, the state of every section, the bars. ``checked``: the checks have looked at this badge."""
        self._picture.show_picture(data.picture, data.text("image_alt"))
        self._code.setText(data.row.code or "")
        self._code.setVisible(bool(data.row.code))
        show_breaking(self._name, data.text("name") or self.tr("No name yet"))
        for made in self._buttons.values():
            made.set_state(section_state(made.section, data, findings))
        for profile, bar in self._bars:
            bar.set_share(completeness(profile, findings) if checked else None)

    def _clicked(self, section: str) -> None:
        self.set_current(section)
        self.chosen.emit(section)
