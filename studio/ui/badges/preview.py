# SPDX-License-Identifier: Apache-2.0
"""How others see a badge: as a learner, an employer or a college would read it, in each language."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.model.values import in_language
from studio.ui.badges.markdown import to_html
from studio.ui.badges.pictures import main_colour, paint_picture
from studio.ui.badges.reading import BadgeData
from studio.ui.sizing import fix, space
from studio.ui.theme import set_font, theme
from studio.ui.widgets.basics import IconLabel, clear, column, label, line, panel, row, scrolled
from studio.ui.widgets.breaking import breakable, breaking_label
from studio.ui.widgets.flow import FlowLayout
from studio.ui.widgets.pills import Chip, StatusPill
from studio.ui.widgets.segmented import Segmented

READERS = (("learner", "Learner"), ("employer", "Employer"), ("college", "College"))


class _Banner(QWidget):
    """The picture on a ground of its own colour."""

    def __init__(self) -> None:
        super().__init__()
        self._data: BadgeData | None = None
        fix(self, height=8)

    def show_badge(self, data: BadgeData) -> None:
        self._data = data
        self.setAccessibleName(data.text("image_alt") or self.tr("Badge picture"))
        self.update()

    def paintEvent(self, event: object) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = self._data.picture if self._data else None
        colour = main_colour(picture)
        if colour is not None and not look.is_high_contrast:
            colour.setAlphaF(0.18 if look.is_dark else 0.09)
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, 12), 10, 10)
            painter.setClipRect(self.rect())
            painter.fillPath(shape, colour)
        side = 6.2 * look.lh
        room = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_picture(painter, room, picture, self.devicePixelRatioF())
        painter.end()


class Preview(QWidget):
    """The right-hand pane of the designer. ``show_badge`` fills it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("How others see it"))
        self._data: BadgeData | None = None
        self.readers = Segmented(
            self.tr("Reader"), [(reader, self.tr(text), None) for reader, text in READERS], "employer"
        )
        self.languages = Segmented(self.tr("Language of the preview"))
        self._known: tuple[str, ...] = ()
        self.readers.chosen.connect(lambda _reader: self._fill())
        self.languages.chosen.connect(lambda _language: self._fill())
        self._banner = _Banner()
        self._page = QWidget()
        self._lines = QVBoxLayout(self._page)
        space(self._lines, (4, 2, 4, 5), 2)
        card = panel("card", column(self._banner, self._page, None, gap=0))
        inside = QWidget()
        inside.setProperty("ground", "base")
        inside.setLayout(column(card, None, gap=0, margins=(0, 0, 1, 0)))
        box = QVBoxLayout(self)
        space(box, (4.5, 4, 4, 4), 3)
        box.addLayout(row(label(self.tr("How others see it"), "strong"), None, self.languages))
        box.addLayout(row(self.readers, None))
        self._area = scrolled(inside, self.tr("Preview of the badge"))
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.addWidget(self._area, 1)

    def show_badge(self, data: BadgeData) -> None:
        """Show the badge as it is now."""
        self._data = data
        if data.languages != self._known:
            current = self.languages.current()
            self._known = data.languages
            choices = [(tag, tag.upper(), None) for tag in data.languages]
            self.languages.set_choices(choices, current if current in data.languages else data.language)
            self.languages.setVisible(len(choices) > 1)
        self._fill()

    def _fill(self) -> None:
        data = self._data
        if data is None:
            return
        self._banner.show_badge(data)
        clear(self._lines)
        language = self.languages.current() or data.language
        self._heading(data, language)
        {"learner": self._learner, "employer": self._employer, "college": self._college}[self.readers.current()](
            data, language
        )

    def _heading(self, data: BadgeData, language: str) -> None:
        name = breaking_label(data.text("name", language) or self.tr("No name yet"), "title")
        issuer = breaking_label(data.organization(data.row.issuer_id, language), "small", "text2")
        for part in (name, issuer):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._lines.addWidget(name)
        if issuer.text():
            self._lines.addWidget(issuer)
        state = StatusPill(self.tr("Not signed yet"), "open")
        self._lines.addWidget(state, 0, Qt.AlignmentFlag.AlignHCenter)
        if language != data.language and not (data.row.name or {}).get(language):
            self._say("languages", self.tr("Not written in this language yet"), "warning")

    def _learner(self, data: BadgeData, language: str) -> None:
        self._text(self.tr("What you will be able to do"), data.text("description", language))
        self._markdown(self.tr("What you do to earn it"), data.text("criteria", language))
        self._list(
            self.tr("What you hand in"), [("paperclip", in_language(e, language)) for e in data.row.evidence or []]
        )
        self._list(
            self.tr("Good to know"),
            [
                ("clock", self._hours(data)),
                ("users", data.text("participation", language)),
                ("info", self._cost(data)),
                ("refresh-cw", data.text("renewal", language)),
                ("scale", data.text("appeal", language)),
            ],
        )
        self._list(self.tr("Where it leads"), [("route", in_language(step, language)) for step in data.row.stack or []])

    def _employer(self, data: BadgeData, language: str) -> None:
        self._text(self.tr("What this person can do"), data.text("description", language))
        self._list(
            self.tr("How it was shown"),
            [
                ("clipboard-check", data.text("assessment_method", language)),
                ("users", data.text("assessor", language)),
                ("clock", ", ".join(p for p in (self._hours(data), data.text("level", language)) if p)),
                ("calendar", self._validity(data, language)),
            ],
        )
        self._codes(data, language)
        self._endorsers(data, language)

    def _college(self, data: BadgeData, language: str) -> None:
        self._list(
            self.tr("Level, workload, credit"),
            [
                ("graduation-cap", data.text("level", language)),
                ("clock", self._hours(data)),
                ("book-open", data.text("credit", language)),
                ("calendar", self._validity(data, language)),
            ],
        )
        self._list(
            self.tr("How it is assessed"),
            [
                ("clipboard-check", data.text("assessment_method", language)),
                ("users", data.text("assessor", language)),
                ("eye", data.text("supervision", language)),
                ("shield-check", data.text("quality_assurance", language)),
                ("grid-3x3", self._passing(data, language)),
            ],
        )
        self._outcomes(data, language)
        self._endorsers(data, language)

    # parts

    def _section(self, title: str) -> None:
        self._lines.addSpacing(theme().u)
        self._lines.addWidget(line())
        self._lines.addSpacing(theme().u)
        self._lines.addWidget(label(title, "small_strong", wrap=True))

    def _text(self, title: str, text: str) -> None:
        if text:
            self._section(title)
            self._lines.addWidget(breaking_label(text, "small"))

    def _markdown(self, title: str, text: str) -> None:
        if not text:
            return
        self._section(title)
        shown = QLabel(to_html(breakable(text)))
        shown.setMinimumWidth(1)
        shown.setTextFormat(Qt.TextFormat.RichText)
        shown.setWordWrap(True)
        shown.setOpenExternalLinks(False)
        set_font(shown, "small")
        self._lines.addWidget(shown)

    def _list(self, title: str, entries: list[tuple[str, str]]) -> None:
        said = [(icon, text) for icon, text in entries if text]
        if said:
            self._section(title)
            for icon, text in said:
                self._say(icon, text)

    def _say(self, icon: str, text: str, tone: str = "text") -> None:
        words = breaking_label(text, "small", tone)
        made = QWidget()
        box = row(IconLabel(icon, "text2"), words, gap=2)
        box.setStretch(1, 1)
        box.setAlignment(box.itemAt(0).widget(), Qt.AlignmentFlag.AlignTop)
        made.setLayout(box)
        self._lines.addWidget(made)

    def _codes(self, data: BadgeData, language: str) -> None:
        if not data.alignments:
            return
        self._section(self.tr("Skills, with their codes"))
        holder = QWidget()
        flow = FlowLayout(holder)
        space(flow, 0, 1.5)
        for entry in data.alignments:
            code = entry.code or entry.target_code or entry.target_name or "?"
            chip = Chip(code)
            chip.setToolTip(in_language(entry.statement, language) or entry.target_name or "")
            flow.addWidget(chip)
        self._lines.addWidget(holder)

    def _outcomes(self, data: BadgeData, language: str) -> None:
        outcomes = []
        for entry in data.alignments:
            words = in_language(entry.statement, language) or in_language(entry.label, language)
            outcomes.append(
                ("target", f"{entry.code or entry.target_code or ''} {words or entry.target_name or ''}".strip())
            )
        self._list(self.tr("Learning outcomes"), outcomes)

    def _endorsers(self, data: BadgeData, language: str) -> None:
        names = [data.organization(each, language) for each in data.row.endorser_ids or []]
        self._list(self.tr("Endorsed by"), [("badge-check", name) for name in names])

    def _hours(self, data: BadgeData) -> str:
        hours = data.row.workload_hours
        return self.tr("{hours} hours of work").format(hours=f"{hours:g}") if hours else ""

    def _cost(self, data: BadgeData) -> str:
        if data.row.cost is None:
            return ""
        if not data.row.cost:
            return self.tr("Free of charge")
        return self.tr("Costs {sum} {currency}").format(sum=f"{data.row.cost:,.2f}", currency=data.row.currency or "")

    def _validity(self, data: BadgeData, language: str) -> str:
        if data.row.validity_months:
            return self.tr("Valid for {months} months").format(months=data.row.validity_months)
        if data.row.never_expires:
            why = data.text("validity_note", language)
            return self.tr("Does not expire") + (f": {why}" if why else "")
        return ""

    def _passing(self, data: BadgeData, language: str) -> str:
        return in_language(data.grid.rubric.passing_rule, language) if data.grid else ""
