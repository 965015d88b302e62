# SPDX-License-Identifier: Apache-2.0
"""The rubric page: the grid, its levels, and what passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from studio.model import items, rubrics, schema
from studio.ui.badges.competency_picker import CompetencyPicker
from studio.ui.badges.form import Page
from studio.ui.badges.reading import BadgeData
from studio.ui.badges.rubric_view import RubricView
from studio.ui.models.rubric_grid import RubricGridModel
from studio.ui.sizing import space
from studio.ui.widgets.basics import EmptyState, button, column, panel, row
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.flow import flow
from studio.ui.widgets.language_field import LanguageField
from studio.ui.widgets.plain_line import plain_line
from studio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from studio.ui.badges.designer import Designer

FIRST_LEVELS = ("Not yet", "Partly", "Meets", "Exceeds")
PASSING = 2


class RubricPage(Page):
    """Criteria down, levels across."""

    TITLE = "Rubric"
    HINT = "What an assessor sees at each level of each criterion."

    def __init__(self, designer: Designer) -> None:
        super().__init__(designer)
        self.model: RubricGridModel | None = None
        self._rubric_id: str | None = None
        self._known: tuple[str, ...] = ()
        self.languages = Segmented(self.tr("Language of the rubric"))
        self.languages.chosen.connect(self._language_chosen)
        self.columns = Segmented(
            self.tr("What is shown"),
            [("learner", self.tr("Learner words"), None), ("all", self.tr("All levels"), None)],
            "all",
        )
        self.columns.chosen.connect(lambda _choice: self._show_columns())
        switches = flow(self.languages, self.columns, gap=3)
        self.heading.addLayout(switches)
        self.heading.setAlignment(switches, Qt.AlignmentFlag.AlignTop)
        self.grid = RubricView()
        self.grid.moved.connect(self._move)
        self.grid.removing.connect(self._remove)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._cell_menu)
        header = self.grid.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda point: self._level_menu(header.logicalIndexAt(point), point))
        header.sectionDoubleClicked.connect(lambda section: self._rename_level(section - 1) if section else None)
        self.add = button(self.tr("Add a criterion"), "link", "plus", self.add_criterion)
        self.link = button(self.tr("Link to a competency…"), "quiet", "link-2", self._link_current)
        self.levels = button(self.tr("Levels…"), "quiet", "columns-3", self._levels_menu)
        inside = QVBoxLayout()
        space(inside, 0, 0)
        inside.addWidget(self.grid)
        inside.addLayout(column(flow(self.add, self.link, self.levels, gap=1), margins=(1.5, 1, 1.5, 1)))
        self.frame: QFrame = panel("card", inside)
        inside.setContentsMargins(1, 1, 1, 1)
        self.empty = panel(
            "card",
            row(
                EmptyState(
                    "grid-3x3",
                    self.tr("No rubric yet"),
                    self.tr("Start with four levels. One criterion for each competency of the badge is made for you."),
                    (self.tr("Make a rubric"), self.make_rubric),
                )
            ),
        )
        self.box.addWidget(self.frame)
        self.box.addWidget(self.empty)
        self.rule = LanguageField(self.tr("What passes, in words"), (self.designer.language,), multiline=False)
        self.rule.committed.connect(self._rule_committed)
        self.rule_card = self.add_card(self.rule)

    def show_badge(self, data: BadgeData) -> None:
        """Show the rubric as it is now."""
        super().show_badge(data)
        there = data.grid is not None
        for part in (self.frame, self.rule_card, self.columns):
            part.setVisible(there)
        self.empty.setVisible(not there)
        if data.languages != self._known:
            self._known = data.languages
            current = self.languages.current()
            choices = [(tag, tag.upper(), None) for tag in data.languages]
            self.languages.set_choices(choices, current if current in data.languages else data.language)
        self.languages.setVisible(there and len(data.languages) > 1)
        if data.grid is None:
            self._rubric_id = None
            return
        if self._rubric_id != data.grid.rubric.id or self.model is None:
            self._rubric_id = str(data.grid.rubric.id)
            self.model = RubricGridModel(self.project, self._rubric_id, self.languages.current() or data.language)
            self.model.keep = self._keep_cell
            self.grid.show_grid(self.model)
        else:
            self.model.refresh()
        self.rule.set_languages(data.languages)
        self.rule.set_value(data.grid.rubric.passing_rule)
        self._show_columns()

    def commit(self) -> None:
        """Keep the text of a cell that is being edited."""
        self.grid.setFocus()

    # criteria

    def make_rubric(self) -> None:
        """Four levels, the third passes, one criterion for each competency that the badge names."""
        data = self.designer.data
        if data is None:
            return
        language = data.language

        def work() -> None:
            with self.project.change("New rubric", selection=[data.id]):
                levels = [
                    {"name": {language: self.tr(name)}, "value": float(number)}
                    for number, name in enumerate(FIRST_LEVELS, start=1)
                ]
                name = dict(data.row.name) if data.row.name else None
                rubric_id = rubrics.create_rubric(self.project, name, levels, language=language)
                ids = [level.id for level in rubrics.grid(self.project, rubric_id).levels]
                rule = {language: self.tr("Meets or higher on every criterion")}
                items.set_field(
                    self.project,
                    schema.rubric,
                    [rubric_id],
                    {"passing_level_id": ids[PASSING], "passing_rule": rule},
                )
                named = [
                    {"name": row.label or row.statement, "competency_id": row.competency_id}
                    for row in data.alignments
                    if row.competency_id
                ]
                rubrics.add_criteria(self.project, rubric_id, named)
                items.set_field(self.project, schema.badge, [data.id], {"rubric_id": rubric_id})

        self.designer.write(work)

    def add_criterion(self, competency_id: str | None = None, name: dict[str, str] | None = None) -> None:
        """A new criterion at the end, ready to be named."""
        if self.model is None or self._rubric_id is None:
            self.make_rubric()
            return
        rubric_id = self._rubric_id
        row_of = {"name": name, "competency_id": competency_id}
        self.designer.write(lambda: rubrics.add_criteria(self.project, rubric_id, [row_of]))
        last = self.model.index(self.model.rowCount() - 1, 0)
        self.grid.setFocus()
        self.grid.setCurrentIndex(last)
        if name is None:
            self.grid.edit(last)

    def _move(self, row_number: int, step: int) -> None:
        model = self.model
        if model is None or not 0 <= row_number + step < model.rowCount():
            return
        ids = model.criterion_ids()
        column_number = self.grid.currentIndex().column()
        moving = ids.pop(row_number)
        after = ids[row_number + step - 1] if row_number + step else None
        self.designer.write(lambda: rubrics.move_criterion(self.project, moving, after))
        self.grid.setCurrentIndex(model.index(row_number + step, max(column_number, 0)))

    def _remove(self, row_number: int) -> None:
        model = self.model
        if model is None:
            return
        name = model.criterion_name(row_number)
        criterion = model.criterion_id(row_number)
        if self.designer.write(lambda: rubrics.delete_criteria(self.project, [criterion])):
            self.designer.window_.notify_kept(self.tr('Removed the criterion "{name}".').format(name=name))
            self.grid.setFocus()
            if model.rowCount():
                self.grid.setCurrentIndex(model.index(min(row_number, model.rowCount() - 1), 0))

    def _link_current(self) -> None:
        model, index = self.model, self.grid.currentIndex()
        if model is None or not model.rowCount():
            return
        number = index.row() if index.isValid() else 0
        criterion = model.criterion_id(number)

        def chosen(ids: list[str]) -> None:
            values = {"competency_id": ids[0], "competency_code": None}
            self.designer.write(
                lambda: items.set_field(
                    self.project, schema.rubric_criterion, [criterion], values, "Link criterion to a competency"
                )
            )

        title = self.tr('Which competency does "{name}" assess?').format(name=model.criterion_name(number))
        CompetencyPicker(self.designer.window_, self.project, title, self.tr("Link"), chosen, several=False).open()

    def _cell_menu(self, point: QPoint) -> None:
        index = self.grid.indexAt(point)
        if not index.isValid():
            return
        row_number = index.row()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Edit"), lambda: self.grid.edit(index))
        menu.addAction(self.tr("Link to a competency…"), self._link_current)
        menu.addSeparator()
        menu.addAction(self.tr("Move up"), lambda: self._move(row_number, -1))
        menu.addAction(self.tr("Move down"), lambda: self._move(row_number, 1))
        menu.addAction(self.tr("Remove the criterion"), lambda: self._remove(row_number))
        menu.popup(self.grid.viewport().mapToGlobal(point))

    # levels

    def _levels_menu(self) -> None:
        """The keyboard's way to what the heads of the columns offer."""
        if self.model is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number in range(len(self.model.level_ids())):
            self._fill_level_menu(menu.addMenu(self.model.level_name(number) or f"{number + 1}"), number)
        menu.addSeparator()
        menu.addAction(self.tr("Add a level at the top"), self._add_level)
        menu.popup(self.levels.mapToGlobal(QPoint(0, self.levels.height())))

    def _level_menu(self, section: int, point: QPoint) -> None:
        if section < 1:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_level_menu(menu, section - 1)
        menu.popup(self.grid.horizontalHeader().mapToGlobal(point))

    def _fill_level_menu(self, menu: QMenu, number: int) -> None:
        model = self.model
        if model is None:
            return
        level, rubric_id = model.level_id(number), model.rubric_id
        menu.addAction(self.tr("Rename…"), lambda: self._rename_level(number))
        passes = menu.addAction(
            self.tr("Passes from here"),
            lambda: self.designer.write(
                lambda: items.set_field(
                    self.project, schema.rubric, [rubric_id], {"passing_level_id": level}, "Set the passing level"
                )
            ),
        )
        passes.setCheckable(True)
        passes.setChecked(model.passing_column() == number + 1)
        remove = menu.addAction(
            self.tr("Remove the level"),
            lambda: self.designer.write(lambda: rubrics.delete_levels(self.project, [level])),
        )
        remove.setEnabled(len(model.level_ids()) > 1)

    def _rename_level(self, number: int) -> None:
        model = self.model
        if model is None or number < 0:
            return
        level, language = model.level_id(number), model.language
        dialog = Dialog(self.designer.window_, self.tr("Rename the level"), lines=(24, 0))
        editor = plain_line(self.tr("Name of the level"))
        editor.setText(model.level_name(number))
        editor.selectAll()
        dialog.content.addWidget(editor)

        def keep() -> None:
            text = editor.text()
            dialog.accept()
            self.designer.write(
                lambda: items.set_text(self.project, schema.rubric_level, level, "name", language, text)
            )

        dialog.add_button(self.tr("Rename"), keep, "primary")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        editor.setFocus()

    def _add_level(self) -> None:
        model = self.model
        if model is None:
            return
        count = len(model.level_ids()) + 1
        level = {"name": {model.language: self.tr("Level {number}").format(number=count)}, "value": float(count)}
        self.designer.write(lambda: rubrics.add_levels(self.project, model.rubric_id, [level]))

    # inside

    def _language_chosen(self, language: str) -> None:
        if self.model is not None:
            self.model.set_language(language)

    def _show_columns(self) -> None:
        """Learner words: only what is needed to pass."""
        if self.model is None:
            return
        passing = self.model.passing_column()
        only = self.columns.current() == "learner" and passing > 0
        for column_number in range(1, self.model.columnCount()):
            self.grid.setColumnHidden(column_number, only and column_number != passing)
        self.grid.fit()

    def _rule_committed(self, language: str, text: str) -> None:
        rubric_id = self._rubric_id
        if rubric_id is not None:
            self.designer.window_.edits.set_text(
                schema.rubric, rubric_id, "passing_rule", language, text, self.rule.seen, self.designer.refresh
            )

    def _keep_cell(self, criterion: str, level: str, text: str, seen: str) -> None:
        edits, refresh = self.designer.window_.edits, self.designer.refresh
        language = self.model.language if self.model is not None else self.designer.language
        if not level:
            edits.set_text(schema.rubric_criterion, criterion, "name", language, text, seen, refresh)
            return
        edits.set_words(
            lambda expected: rubrics.set_cell(self.project, criterion, level, language, text, expected=expected),
            lambda: rubrics.cell_texts(self.project, criterion, level),
            language,
            text,
            seen,
            (schema.criterion_level, criterion, "description"),
            refresh,
        )
