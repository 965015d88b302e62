# SPDX-License-Identifier: Apache-2.0
"""The parts of the home page: what waits, a part of the project, a way to start, a recent project."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from studio.model.address import is_address, workspace_name
from studio.model.file_state import FileState, file_state
from studio.ui.home.waiting import Waiting
from studio.ui.icons import icon as make_icon
from studio.ui.sizing import fix
from studio.ui.theme import theme
from studio.ui.widgets.basics import ElidedLabel, IconLabel, button, column, label, panel, row
from studio.ui.widgets.pills import StatusPill
from studio.ui.widgets.row_button import RowButton
from studio.ui.widgets.share_bar import ShareBar


class IconTile(QWidget):
    """An icon on a tinted square."""

    def __init__(self, icon: str, ink: str = "accent_text", ground: str = "accent_subtle") -> None:
        super().__init__()
        self._icon, self._ink, self._ground = icon, ink, ground
        fix(self, width=2.25, height=2.25)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and icon."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour(self._ground))
        painter.setPen(QPen(look.colour("border"), 1) if look.is_high_contrast else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        side = round(1.15 * look.lh)
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        make_icon(self._icon, self._ink).paint(painter, QRectF(left, top, side, side).toRect())
        painter.end()


def waiting_card(thing: Waiting, go: Callable[[], object]) -> QFrame:
    """One thing that waits: icon, what, where, one verb."""
    ground = f"{thing.token}_bg" if thing.token.startswith("lane") else "accent_subtle"
    words = column(label(thing.title, "strong", wrap=True), ElidedLabel(thing.detail, "small", "text2"), gap=1)
    act = button(thing.verb, clicked=go, name=f"{thing.verb}: {thing.title}")
    box = row(IconTile(thing.icon, thing.token, ground), words, act, gap=4, margins=(4, 3, 4, 3))
    box.setStretch(1, 1)
    return panel("card", box)


class PartCard(QFrame):
    """A part of the project: name, state, figure, bar, and the button that goes there."""

    def __init__(self, icon: str, name: str, go: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.pill = StatusPill("")
        self._figure = label("", "title")
        self.bar = ShareBar(name)
        self.open_button = button(name, "part", icon, go, tip=f"Open {name}")
        head = row(self.open_button, None, self.pill, gap=2)
        # The picture, the figure and the bar begin on one line: the button keeps a unit for its focus ring.
        facts = column(self._figure, self.bar, None, gap=2.5, margins=(1.25, 0, 0, 0))
        self.setLayout(column(head, facts, gap=2, margins=(2.75, 3, 4, 4)))

    def show_facts(self, figure: str, state: tuple[str, str], share: float, tone: str = "") -> None:
        """Figure, pill (words and state), share of what is fine (0 to 1) and the bar's state."""
        self._figure.setText(figure)
        self.pill.set_state(*state)
        self.pill.setVisible(bool(state[0]))
        self.bar.set_share(share, tone)


def start_button(icon: str, title: str, text: str, go: Callable[[], object]) -> RowButton:
    """A way to start something new."""
    made = RowButton(icon, title, text, tile=True)
    made.clicked.connect(lambda _checked=False: go())
    return made


def recent_button(entry: dict[str, str], go: Callable[[str], object], open_now: str | None) -> RowButton:
    """A recent project with the state of its file: reachable, open here, unsaved changes waiting, or away."""
    if is_address(entry["path"]):
        return _workspace_button(entry, go, open_now)
    place = Path(entry["path"])
    found = FileState.OPEN_HERE if open_now == str(place) else file_state(place)
    reachable = found is not FileState.MISSING
    icon, state = _STATES.get(found, ("file", _when(entry.get("opened", ""))))
    if open_now == str(place):
        icon, state = "file-check", "open now"
    text = "  ·  ".join(part for part in (place.parent.name or str(place.parent), state) if part)
    made = RowButton(icon, entry.get("title") or place.stem, text, tile=False, quiet=not reachable)
    made.setToolTip(str(place))
    made.setEnabled(reachable and open_now != str(place))
    made.clicked.connect(lambda _checked=False: go(str(place)))
    return made


def _workspace_button(entry: dict[str, str], go: Callable[[str], object], open_now: str | None) -> RowButton:
    """A recent shared workspace. Whether its server answers is found out when it is opened."""
    place = entry["path"]
    is_open = open_now == place
    name = workspace_name(place)
    text = "  ·  ".join(part for part in (name, "open now" if is_open else _when(entry.get("opened", ""))) if part)
    made = RowButton("users", entry.get("title") or name, text, tile=False)
    made.setToolTip(place)
    made.setEnabled(not is_open)
    made.clicked.connect(lambda _checked=False: go(place))
    return made


_STATES = {
    FileState.MISSING: ("file-x", "not reachable"),
    FileState.OPEN_HERE: ("lock", "open in another window"),
    FileState.OPEN_ELSEWHERE: ("lock", "open on another computer"),
    FileState.UNSAVED: ("history", "unsaved changes are waiting"),
}
"""Icon and words of a file that is not simply ready."""


def _when(opened: str) -> str:
    """ "today 13:41", or the day: "30 October 2026"."""
    try:
        moment = datetime.fromisoformat(opened).astimezone()
    except ValueError:
        return ""
    if moment.date() == datetime.now().astimezone().date():
        return f"today {moment:%H:%M}"
    return QLocale(QLocale.Language.English).toString(QDate(moment.year, moment.month, moment.day), "d MMMM yyyy")


def welcome_card(icon: str, title: str, text: str, act: str, primary: bool, go: Callable[[], object]) -> QFrame:
    """A way to begin, on the first page: icon, name, sentence, button."""
    words = column(label(title, "strong", wrap=True), label(text, "small", "text2", wrap=True), gap=1)
    made = button(act, "primary" if primary else "secondary", clicked=go)
    box = row(IconTile(icon), words, made, gap=4, margins=(4, 3.5, 4, 3.5))
    box.setStretch(1, 1)
    return panel("card", box)


def note(icon: str, text: str) -> QWidget:
    """A quiet sentence with an icon."""
    made = QWidget()
    words = label(text, "body", "text2", wrap=True)
    box = row(IconLabel(icon, "success" if icon == "circle-check" else "text3"), words, gap=2)
    box.setStretch(1, 1)
    made.setLayout(box)
    return made
