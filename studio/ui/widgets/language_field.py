# SPDX-License-Identifier: Apache-2.0
"""A text in several languages: one field, small tabs EN, ES above it. A ring marks a language that is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.ui.theme import theme
from studio.ui.widgets.basics import column, label, row
from studio.ui.widgets.editors import CommitLine, CommitText
from studio.ui.words import translate


class LanguageTab(QAbstractButton):
    """The tag of a language, with a ring when its text is missing, half a ring when it is out of date."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.state = "fine"
        self.setCheckable(True)
        self.setText(language.split("-", maxsplit=1)[0].upper() if len(language) <= 3 else language)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_state("fine")

    def set_state(self, state: str) -> None:
        """``fine``, ``missing`` or ``outdated``."""
        self.state = state
        words = {"fine": "", "missing": translate(", missing"), "outdated": translate(", out of date")}[state]
        name = QLocale.languageToString(QLocale(self.language).language())
        self.setAccessibleName(f"{name}{words}")
        self.setToolTip(translate("{} (Ctrl+Shift+L goes to the next language)").format(name + words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Tag and mark."""
        look = theme()
        mark = 0 if self.state == "fine" else round(0.7 * look.lh) + look.u
        width = look.metrics("caption_strong").horizontalAdvance(self.text()) + 4 * look.u + mark
        return QSize(max(width, round(1.6 * look.lh)), max(24, round(1.4 * look.lh)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the chosen one, the tag, the mark, the ring of the focus."""
        look, u = theme(), theme().u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked():
            painter.setPen(QPen(look.colour("accent"), 1) if look.is_high_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_subtle"))
            painter.drawRoundedRect(box, 4, 4)
        painter.setFont(look.font("caption_strong"))
        painter.setPen(look.colour("accent_text" if self.isChecked() else "text2"))
        painter.drawText(box.adjusted(2 * u - 1, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.state != "fine":
            side = 0.55 * look.lh
            circle = QRectF(box.right() - side - 1.5 * u, box.center().y() - side / 2, side, side)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("warning_solid"), 2))
            if self.state == "missing":
                painter.drawEllipse(circle)
            else:
                painter.drawArc(circle, 90 * 16, 180 * 16)
        if self.hasFocus() and self.property("kbd"):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRoundedRect(box, 4, 4)
        painter.end()


class LanguageField(QWidget):
    """``committed`` is sent with language and text when the person has changed one."""

    committed = Signal(str, str)
    language_chosen = Signal(str)

    def __init__(
        self,
        name: str,
        languages: Sequence[str] = ("en",),
        *,
        multiline: bool = False,
        hint: str = "",
        breaks: bool = False,
        lines: tuple[int, int] = (2, 8),
    ) -> None:
        """``breaks``: Enter breaks the line, for Markdown; ``lines``: how high a field of several lines may grow."""
        super().__init__()
        self._texts: dict[str, str] = {}
        self._outdated: set[str] = set()
        self._several = False
        self._language = languages[0]
        self._tabs: dict[str, LanguageTab] = {}
        self.name = label(name, "small", "text2")
        self.editor: CommitLine | CommitText
        self.editor = CommitText(name, hint, breaks=breaks, lines=lines) if multiline else CommitLine(name, hint)
        self.editor.committed.connect(self._commit)
        self.editor.textChanged.connect(lambda *_text: self._mark())
        self.name.setBuddy(self.editor)
        self._tab_row = row(gap=0.5)
        self.setLayout(column(row(self.name, None, self._tab_row), self.editor, gap=1))
        self.setFocusProxy(self.editor)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+L"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.next_language)
        self.set_languages(languages)

    def set_languages(self, languages: Sequence[str]) -> None:
        """The languages to write in, the main one first. With one language there are no tabs."""
        if list(languages) == list(self._tabs):
            return
        for tab in self._tabs.values():
            self._tab_row.removeWidget(tab)
            tab.deleteLater()
        self._tabs = {}
        for language in languages:
            tab = LanguageTab(language)
            tab.clicked.connect(lambda _checked=False, language=language: self.set_language(language))
            self._tabs[language] = tab
            self._tab_row.addWidget(tab)
            tab.setVisible(len(languages) > 1)
        self.set_language(self._language if self._language in self._tabs else languages[0])

    def set_value(
        self, texts: Mapping[str, str] | None, outdated: Collection[str] = (), *, several: bool = False
    ) -> None:
        """Show what the project holds. ``outdated``: languages older than the main text; ``several``: items differ.

        Languages in the text that the project does not write in get a tab too: nothing is hidden.
        """
        self._texts = dict(texts or {})
        self._outdated = set(outdated)
        self._several = several
        extra = [language for language in self._texts if language not in self._tabs]
        if extra:
            self.set_languages([*self._tabs, *extra])
        self.editor.set_text(self._texts.get(self._language, ""), several)
        self._mark()

    def value(self) -> dict[str, str]:
        """All texts as they were kept last."""
        return dict(self._texts)

    @property
    def seen(self) -> str:
        """What stood there before the text that was committed last."""
        return self.editor.seen

    def language(self) -> str:
        """The language on show."""
        return self._language

    def set_language(self, language: str) -> None:
        """Show another language; what was typed in the old one is kept first."""
        self.editor.commit()
        self._language = language
        for other, tab in self._tabs.items():
            tab.setChecked(other == language)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == language else Qt.FocusPolicy.ClickFocus)
        self.editor.set_text(self._texts.get(language, ""), self._several)
        self._mark()
        self.language_chosen.emit(language)

    def next_language(self) -> None:
        """Ctrl+Shift+L."""
        languages = list(self._tabs)
        self.set_language(languages[(languages.index(self._language) + 1) % len(languages)])

    def commit(self) -> None:
        """Keep what is typed."""
        self.editor.commit()

    def set_read_only(self, read_only: bool) -> None:
        """Show without changing."""
        self.editor.setReadOnly(read_only)

    def _commit(self, text: str) -> None:
        if text:
            self._texts[self._language] = text
        else:
            self._texts.pop(self._language, None)
        self._mark()
        self.committed.emit(self._language, text)

    def _mark(self) -> None:
        for language, tab in self._tabs.items():
            text = self.editor.text() if language == self._language else self._texts.get(language, "")
            missing = not text and not self._several
            tab.set_state("missing" if missing else "outdated" if language in self._outdated else "fine")
