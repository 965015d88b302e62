# SPDX-License-Identifier: Apache-2.0
"""Settings: one row a setting, applied at once, each with a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget
from sqlalchemy import select

from studio.model import schema
from studio.ui.shell.commands import THEME_NAMES
from studio.ui.sizing import fix, space
from studio.ui.theme import ZOOMS, set_font, theme
from studio.ui.widgets.basics import card, column, icon_button, label, line, row, scrolled
from studio.ui.widgets.search_box import SearchBox
from studio.ui.words import translate
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.model.project import Project
    from studio.ui.main_window import MainWindow

LANGUAGES = ("en", "es", "fr", "de", "pt", "zh", "vi", "ar", "tl", "ht")
"""Languages offered for a project; a project may hold any other tag too."""


class SettingRow(QFrame):
    """Name, sentence, control, and a mark that takes the setting back when it was changed."""

    def __init__(self, name: str, sentence: str, control: QWidget, reset: Callable[[], object] | None) -> None:
        super().__init__()
        self.words = f"{name} {sentence}".lower()
        control.setAccessibleName(name)
        control.setAccessibleDescription(sentence)
        self._reset = icon_button("undo-2", translate("Reset: {}").format(name), reset)
        keep = self._reset.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(keep)
        texts = column(label(name, "medium"), label(sentence, "small", "text2", wrap=True), gap=0.5)
        box = row(texts, control, self._reset, gap=4, margins=(0, 2, 0, 2))
        box.setStretch(0, 1)
        self.setLayout(box)
        fix(control, min_width=13)

    def show_changed(self, changed: bool) -> None:
        """Show or hide the way back."""
        self._reset.setVisible(changed)


class SettingsWorkspace(Workspace):
    """The settings page."""

    ID = "settings"
    TITLE = "Settings"
    ICON = "settings"

    def __init__(self, project: Project | None, window: MainWindow) -> None:
        super().__init__(project, window)
        self._settings = window.settings
        self._rows: dict[str, SettingRow] = {}
        self._groups: list[tuple[QWidget, list[SettingRow]]] = []
        self._search = SearchBox(translate("Search settings"))
        self._search.searched.connect(self._filter)
        page = QWidget()
        page.setProperty("kind", "page")
        self._column = QVBoxLayout(page)
        space(self._column, (10, 8, 10, 8), 5)
        self._column.addWidget(label(translate("Settings"), "display"))
        self._column.addWidget(self._search)
        self._nothing = label("", "body", "text2")
        self._nothing.hide()
        self._column.addWidget(self._nothing)
        self._add_group(translate("Appearance"), self._appearance())
        self._add_group(translate("General"), self._general())
        if project is not None:
            self._add_group(translate("This project"), self._of_project(project))
        self._column.addStretch(1)
        fix(page, max_width=56)
        middle = QWidget()
        middle.setProperty("kind", "page")
        centred = row(page, margins=0)
        centred.setAlignment(page, Qt.AlignmentFlag.AlignHCenter)
        page.setMinimumWidth(1)
        middle.setLayout(centred)
        centred.setStretch(0, 1)
        centred.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(scrolled(middle, translate("Settings")), gap=0))
        self._settings.changed.connect(self._show)
        theme().changed.connect(self._show)
        self._show()

    def entered(self) -> None:
        """The search field is first."""
        self._search.field.setFocus()

    # groups

    def _appearance(self) -> list[SettingRow]:
        window = self.window_
        self._theme = _combo([(THEME_NAMES[name], name) for name in THEME_NAMES], window.set_theme)
        self._zoom = _combo([(f"{zoom} %", zoom) for zoom in ZOOMS], window.set_zoom)
        self._font = _tick(translate("Use the font of the system"), lambda on: self._apply("system_font", on))
        self._calm = _tick(translate("Show no movement"), lambda on: self._apply("reduced_motion", on))
        return [
            self._row("theme", translate("Theme"), translate("Light, dark, or with high contrast."), self._theme),
            self._row(
                "zoom",
                translate("Text size"),
                translate("Everything grows with it. Ctrl and + or − do the same."),
                self._zoom,
            ),
            self._row("system_font", translate("Font"), translate("Inter comes with the program."), self._font),
            self._row(
                "reduced_motion",
                translate("Movement"),
                translate(
                    "Menus appear at once and the caret does not blink. What your system says about it is not read."
                ),
                self._calm,
            ),
        ]

    def _general(self) -> list[SettingRow]:
        self._author = _line_edit(translate("Your name"), lambda text: self._settings.set("author", text))
        return [
            self._row(
                "author",
                translate("Your name"),
                translate("Stands in the history beside each change, from the next start."),
                self._author,
            ),
        ]

    def _of_project(self, project: Project) -> list[SettingRow]:
        stored = project.row(select(schema.project.c.id, schema.project.c.name, schema.project.c.language))
        if stored is None:
            return []
        languages = [*LANGUAGES, *([] if stored.language in LANGUAGES else [stored.language])]
        choices = [(_language_words(tag), tag) for tag in languages]

        def set_language(tag: str) -> None:
            with project.change("Change the language of the project") as change:
                change.update(schema.project, {stored.id: {"language": tag}})
            self.window_.refresh()

        self._language = _combo(choices, set_language)
        self._language.setCurrentIndex(languages.index(stored.language))
        self._language.setEnabled(not project.read_only)
        return [
            SettingRowOfProject(
                translate("Main language"), translate("New texts are written in it first."), self._language
            )
        ]

    def _row(self, key: str, name: str, sentence: str, control: QWidget) -> SettingRow:
        made = SettingRow(name, sentence, control, lambda: self._back(key))
        self._rows[key] = made
        return made

    def _add_group(self, title: str, rows: list[SettingRow]) -> None:
        if not rows:
            return
        parts: list[QWidget] = []
        for number, made in enumerate(rows):
            if number:
                parts.append(line())
            parts.append(made)
        group = QWidget()
        group.setLayout(column(label(title, "subtitle"), card(*parts, gap=1), gap=2))
        self._groups.append((group, rows))
        self._column.addWidget(group)

    # changing and showing

    def _apply(self, key: str, value: Any) -> None:
        self._settings.set(key, value)
        app = QApplication.instance()
        if key == "system_font" and isinstance(app, QApplication):
            theme().apply(app, system_font=bool(value))
        if key == "reduced_motion" and isinstance(app, QApplication):
            theme().set_reduced_motion(app, bool(value))

    def _back(self, key: str) -> None:
        self._settings.reset(key)
        value = self._settings.get(key)
        if key == "theme":
            self.window_.set_theme(value)
        elif key == "zoom":
            self.window_.set_zoom(value)
        else:
            self._apply(key, value)

    def _show(self, *_changed: object) -> None:
        settings = self._settings
        _select(self._theme, settings.get("theme"))
        _select(self._zoom, settings.get("zoom"))
        for tick, key in ((self._font, "system_font"), (self._calm, "reduced_motion")):
            tick.blockSignals(True)
            tick.setChecked(bool(settings.get(key)))
            tick.blockSignals(False)
        if not self._author.hasFocus():
            self._author.setText(str(settings.get("author")))
        for key, made in self._rows.items():
            made.show_changed(settings.is_changed(key))

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        found = 0
        for group, rows in self._groups:
            shown = [made for made in rows if all(word in made.words for word in words)]
            for made in rows:
                made.setVisible(made in shown)
            group.setVisible(bool(shown))
            found += len(shown)
        self._nothing.setText(translate("Nothing matches “{}”.").format(text))
        self._nothing.setVisible(found == 0)


class SettingRowOfProject(SettingRow):
    """A setting kept in the project: undo takes it back, so it has no mark of its own."""

    def __init__(self, name: str, sentence: str, control: QWidget) -> None:
        super().__init__(name, sentence, control, None)
        self._reset.hide()


class _Combo(QComboBox):
    """A combo box that the mouse wheel does not change while the page scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page."""
        if event.type() == QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _combo(choices: list[tuple[str, Any]], chosen: Callable[[Any], object]) -> QComboBox:
    made = _Combo()
    set_font(made, "body")
    for text, value in choices:
        made.addItem(text, value)
    made.activated.connect(lambda number: chosen(made.itemData(number)))
    return made


def _select(combo: QComboBox, value: Any) -> None:
    number = combo.findData(value)
    if number >= 0:
        combo.setCurrentIndex(number)


def _tick(text: str, toggled: Callable[[bool], object]) -> QCheckBox:
    made = QCheckBox(text)
    set_font(made, "body")
    made.toggled.connect(toggled)
    return made


def _line_edit(name: str, committed: Callable[[str], object]) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(name)
    set_font(made, "body")
    made.editingFinished.connect(lambda: committed(made.text().strip()))
    return made


def _language_words(tag: str) -> str:
    from PySide6.QtCore import QLocale

    locale = QLocale(tag)
    name = QLocale.languageToString(locale.language())
    return name if locale.language() != QLocale.Language.C else tag
