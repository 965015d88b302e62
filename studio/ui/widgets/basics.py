# SPDX-License-Identifier: Apache-2.0
"""The small parts every screen is made of: text, buttons, lines, cards, pills, chips, empty states."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix, size_icon, space
from studio.ui.theme import set_font, theme


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(
    text: str = "", role: str = "body", tone: str = "text", *, wrap: bool = False, select: bool = False
) -> QLabel:
    """A text in a role and tone. Plain text always; ``select`` lets the person copy it."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_font(made, role)
    return made


def set_tone(widget: QLabel, tone: str) -> None:
    """Give a text another tone."""
    widget.setProperty("tone", tone)
    repolish(widget)


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it does not fit; the whole text is the tooltip then."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "text") -> None:
        super().__init__()
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)
        set_font(self, role)
        self.set_full_text(text)

    def set_full_text(self, text: str) -> None:
        """The text to show, as much of it as fits."""
        self._full = text
        self._elide()
        self.updateGeometry()

    def full_text(self) -> str:
        """The whole text."""
        return self._full

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 4, super().sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """Cut the text again for the new width."""
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")
        self.setAccessibleName(self._full)


def button(
    text: str,
    kind: str = "secondary",
    icon: str | None = None,
    clicked: Callable[[], object] | None = None,
    *,
    tip: str = "",
    name: str = "",
) -> QPushButton:
    """A push button of kind ``primary``, ``secondary``, ``link``, ``quiet``, ``part`` or ``danger``.

    One primary a screen. A link with the property ``flush`` stands where its words begin.
    """
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    set_font(made, "strong" if kind in ("primary", "link", "part") else "medium")
    if icon:
        made.setIcon(make_icon(icon, _BUTTON_INK.get(kind, "text")))
        size_icon(made, 1.0, words=True)
    if tip:
        made.setToolTip(tip)
    if name:
        made.setAccessibleName(name)
    if clicked:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


_BUTTON_INK = {
    "primary": "on_accent",
    "link": "accent_text",
    "quiet": "text2",
    "part": "accent_text",
    "danger": "error",
    "notice": "tooltip_text",
}


def action_button(action: QAction, kind: str = "secondary", icon: str | None = None, text: str = "") -> QPushButton:
    """A push button that runs a command and follows its state and, without ``text``, its name.

    ``show_words`` shortens it to its picture where there is no room.
    """
    made = button(text or action.text(), kind, icon, action.trigger)
    made.setProperty("words", made.text())

    def follow() -> None:
        if not isValid(made):  # the button is gone, the command stays
            action.changed.disconnect(follow)
            return
        made.setEnabled(action.isEnabled())
        made.setToolTip(action.toolTip())
        if not text:
            made.setProperty("words", action.text())
        made.setAccessibleName(made.property("words"))
        if made.text():
            made.setText(made.property("words"))

    action.changed.connect(follow)
    follow()
    return made


def show_words(made: QPushButton, shown: bool) -> None:
    """Show the words of an ``action_button`` beside its picture, or the picture alone."""
    if bool(made.text()) != shown and not made.icon().isNull():
        made.setText(made.property("words") if shown else "")
        size_icon(made, 1.0, words=shown)


def icon_button(
    icon: str,
    name: str,
    clicked: Callable[[], object] | None = None,
    *,
    key: str = "",
    token: str = "text2",
    checkable: bool = False,
) -> QToolButton:
    """A button with only a picture: ``name`` is its accessible name and, with ``key``, its tooltip."""
    made = QToolButton()
    made.setIcon(make_icon(icon, token))
    size_icon(made, 1.2)
    made.setAccessibleName(name)
    made.setToolTip(f"{name} ({key})" if key else name)
    made.setCheckable(checkable)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    fix(made, width=1.9, height=1.9)
    if clicked:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


class IconLabel(QWidget):
    """An icon as a picture beside text; it follows the theme. ``name`` makes it speak to screen readers."""

    def __init__(self, icon: str, token: str = "text2", lines: float = 1.0, name: str = "") -> None:
        super().__init__()
        self._icon = make_icon(icon, token, round(16 * lines))
        fix(self, width=lines, height=lines)
        self.setAccessibleName(name)

    def set_icon(self, icon: str, token: str = "text2") -> None:
        """Show another picture."""
        self._icon = make_icon(icon, token)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon into the whole widget."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


Box = TypeVar("Box", bound=QBoxLayout)
Part = QWidget | QLayout | int | None
Margins = float | tuple[float, float, float, float]


def row(*parts: Part, gap: float = 2, margins: Margins = 0) -> QHBoxLayout:
    """A line of widgets and layouts; ``None`` is a stretch, a number is free space in units."""
    return _fill(QHBoxLayout(), parts, gap, margins)


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()


def column(*parts: Part, gap: float = 2, margins: Margins = 0) -> QVBoxLayout:
    """A column of widgets and layouts; ``None`` is a stretch, a number is free space in units."""
    return _fill(QVBoxLayout(), parts, gap, margins)


def _fill(box: Box, parts: Iterable[Part], gap: float, margins: Margins) -> Box:
    space(box, margins, gap)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part * theme().u)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def line() -> QFrame:
    """A quiet horizontal line between parts."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made


def panel(kind: str, layout: QLayout | None = None) -> QFrame:
    """A frame of the style sheet: ``card``, ``header``, ``bar``, ``footer``, ``dock``, ``sunken``, ..."""
    made = QFrame()
    made.setProperty("kind", kind)
    if layout is not None:
        made.setLayout(layout)
    return made


def card(*parts: Part, gap: float = 2) -> QFrame:
    """A card: base ground, a border, round corners, and padding of four units."""
    return panel("card", column(*parts, gap=gap, margins=4))


def scrolled(content: QWidget, name: str = "") -> QScrollArea:
    """A page that scrolls up and down when it does not fit. Not a tab stop itself."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if name:
        area.setAccessibleName(name)
    return area


class EmptyState(QWidget):
    """What an empty screen says: a picture, a title, one sentence, what to do next (one primary, one link)."""

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        primary: tuple[str, Callable[[], object]] | None = None,
        link: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__()
        heading = label(title, "subtitle")
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        heading.setWordWrap(True)
        text = label(sentence, "body", "text2", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box = column(None, gap=3, margins=6)
        box.addWidget(IconLabel(icon, "text3", 1.75), 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (heading, text):
            fix(part, width=19)
            # In a line of its own: beside an alignment Qt would reckon the height for the width of the page.
            box.addLayout(row(None, part, None))
        self.primary: QPushButton | None = None
        if primary:
            self.primary = button(primary[0], "primary", clicked=primary[1])
            box.addWidget(self.primary, 0, Qt.AlignmentFlag.AlignHCenter)
        if link:
            box.addWidget(button(link[0], "link", clicked=link[1]), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self.setLayout(box)

    def setFocus(self, *arguments: object) -> None:
        """The primary button takes the focus."""
        if self.primary is not None:
            self.primary.setFocus()
        else:
            super().setFocus()
