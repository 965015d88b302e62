# SPDX-License-Identifier: Apache-2.0
"""The import wizard: real files, real clipboard, what a person sees at each step."""

from __future__ import annotations

import csv

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from studio.importing import remembered
from studio.model.frameworks import create_framework
from studio.model.project import Project
from studio.model.schema import competency
from studio.ui.clipboard import put_on_clipboard
from studio.ui.import_wizard.cells import CellsModel
from studio.ui.import_wizard.report_view import ReportModel
from studio.ui.import_wizard.wizard import COLUMNS, FILE, PREVIEW, REPORT, ImportWizard
from studio.ui.models.imported_items import item_with

Key = Qt.Key
ROWS = """College of the valley,,,
Course No.,Title,SLO #,Students will be able to,Cr.
MECH-110,Industrial Safety,1.,Apply safety practice in the lab,3
,,2.,use precision measuring instruments.,
,,,,
MECH-115,Circuits,1.,Analyze DC circuits,4
"""


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    """Remembered columns in a folder of this test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def empty(studio, tmp_path):
    """A window on a new project."""
    window = studio.show(Project.create(tmp_path / "new.studio", name="New"))
    window.resize(1440, 900)
    return window


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "outcomes.csv"
    file.write_text(ROWS, encoding="utf-8")
    return file


def open_wizard(window, qtbot, *files) -> ImportWizard:
    window.actions.trigger("file.import", *map(str, files))
    (wizard,) = [each for each in window.findChildren(ImportWizard) if each.isVisible()]
    idle(wizard, qtbot)
    return wizard


def idle(wizard, qtbot):
    qtbot.waitUntil(lambda: wizard._task is None)


def press(wizard, qtbot):
    wizard.next_button.click()
    idle(wizard, qtbot)


def count(project) -> int:
    return len(project.rows(competency.select()))


def test_from_file_to_report(empty, table, qtbot):
    wizard = open_wizard(empty, qtbot, table)
    assert wizard.step() == FILE
    assert [(found.kind, found.refused) for found in wizard.file.found()] == [("Spreadsheet (CSV)", "")]
    assert wizard.next_button.text() == "Next: columns"
    press(wizard, qtbot)
    assert wizard.step() == COLUMNS
    assert wizard.subtitle.text() == "outcomes.csv  ·  UTF-8, comma  ·  1 title line  ·  6 records"
    values = [choice.value() for choice in wizard.columns.header.choices()]
    assert values == ["group_code", "group_label", "order", "statement", "extra"]
    assert wizard.columns.counts.text("created") == "6 new items"
    assert wizard.columns.counts.text("rejected").endswith("kept + 2 kept as extra + 0 rejected")
    press(wizard, qtbot)
    assert wizard.next_button.text() == "Import 6 items"
    assert count(empty.project) == 0
    press(wizard, qtbot)
    assert wizard.step() == REPORT
    assert count(empty.project) == 5
    press(wizard, qtbot)
    assert empty.current_id() == "frameworks"
    assert empty.notice.text() == "Imported 6 items from outcomes.csv."
    empty.notice.act_button().click()
    assert count(empty.project) == 0


def test_rows_show_what_is_inherited_repaired_and_skipped(empty, table, qtbot):
    wizard = open_wizard(empty, qtbot, table)
    press(wizard, qtbot)
    cells = wizard.columns.cells
    assert [cells.row(number).mark for number in range(cells.rowCount())] == ["item", "item", "skipped", "item"]
    assert cells.cell(cells.index(1, 0)).mark == "inherited"
    statement = cells.index(1, 3)
    assert statement.data() == "Use precision measuring instruments"
    assert "use precision measuring instruments." in statement.data(Qt.ItemDataRole.ToolTipRole)
    assert statement.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", repaired")
    assert "Capital letter added" in cells.index(1, 5).data()
    assert cells.index(2, 5).data() == "Blank line skipped"
    wizard.columns.grab()
    wizard.close()


def test_a_column_becomes_something_else_and_is_remembered(empty, table, qtbot):
    wizard = open_wizard(empty, qtbot, table)
    press(wizard, qtbot)
    wizard.columns.header.choice(4).choose("comment")
    idle(wizard, qtbot)
    assert wizard.columns.header.choice(4).value() == "comment"
    assert "0 kept as extra" in wizard.columns.counts.text("rejected")
    press(wizard, qtbot)
    press(wizard, qtbot)
    comments = {row.comment["en"] for row in empty.project.rows(competency.select()) if row.comment}
    assert comments == {"3", "4"}
    wizard.close()
    assert len(remembered.load()) == 1
    empty.undo()
    again = open_wizard(empty, qtbot, table)
    press(again, qtbot)
    assert again.columns.header.choice(4).value() == "comment"
    assert again.columns._remembered.isVisibleTo(again)
    again.close()


def test_a_field_of_one_column_is_taken_from_the_other(empty, tmp_path, qtbot):
    file = tmp_path / "two.csv"
    file.write_text("Code,Statement,Other\nA.1,Reads a drawing,Measures a shaft\nA.2,Cuts a part,Files a part\n")
    wizard = open_wizard(empty, qtbot, file)
    press(wizard, qtbot)
    wizard.columns.header.choice(2).choose("statement")
    idle(wizard, qtbot)
    assert [choice.value() for choice in wizard.columns.header.choices()] == ["code", "extra", "statement"]
    wizard.columns.header.choice(2).choose("skip")
    idle(wizard, qtbot)
    assert "has no column that holds statements" in wizard.fault.text()
    assert not wizard.next_button.isEnabled()
    wizard.columns.header.choice(1).choose("statement")
    idle(wizard, qtbot)
    assert not wizard.fault.isVisibleTo(wizard)
    assert wizard.next_button.isEnabled()
    wizard.close()


def test_columns_with_strange_names_are_shown_and_chosen(empty, tmp_path, qtbot):
    file = tmp_path / "strange.csv"
    file.write_text("Foo,Bar,Baz\nxa,abcdef,cut\nxb,hold,file\n")
    wizard = open_wizard(empty, qtbot, file)
    press(wizard, qtbot)
    assert wizard.step() == COLUMNS
    assert [choice.value() for choice in wizard.columns.header.choices()] == ["extra", "statement", "extra"]
    assert wizard.columns._how.text().startswith("No name says which column")
    wizard.columns.header.choice(2).choose("statement")
    idle(wizard, qtbot)
    wizard.columns.header.choice(0).choose("code")
    idle(wizard, qtbot)
    assert [choice.value() for choice in wizard.columns.header.choices()] == ["code", "extra", "statement"]
    press(wizard, qtbot)
    press(wizard, qtbot)
    texts = {(row.code, row.statement["en"]) for row in empty.project.rows(competency.select())}
    assert {("xa", "cut"), ("xb", "file")} <= {(code, text.lower()) for code, text in texts}
    wizard.close()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.xlsx", b"<html><body>no</body></html>", "holds a web page"),
        ("empty.csv", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "picture.csv"),
    ],
)
def test_a_refused_file_says_why(empty, tmp_path, qtbot, name, content, said):
    file = tmp_path / name
    file.write_bytes(content)
    wizard = open_wizard(empty, qtbot, file)
    if wizard.file.found()[0].refused:
        assert said in wizard.file.found()[0].refused
        assert not wizard.next_button.isEnabled()
    else:
        press(wizard, qtbot)
        assert wizard.step() == FILE
        assert said in wizard.fault.text()
    wizard.close()


def test_a_file_without_columns_goes_to_the_preview(empty, window, tmp_path, qtbot):
    from studio.export.service import export

    framework = window.project.rows(competency.select().limit(1))[0].framework_id
    written = export(window.project, "ctdl", tmp_path / "MT.jsonld", [framework])
    wizard = open_wizard(empty, qtbot, written.files[0])
    assert wizard.next_button.text() == "Next: preview"
    press(wizard, qtbot)
    assert wizard.step() == PREVIEW
    wizard.back_button.click()
    assert wizard.step() == FILE
    press(wizard, qtbot)
    press(wizard, qtbot)
    assert wizard.step() == REPORT
    assert count(empty.project) == 132
    wizard.close()


def test_copied_cells_are_imported_like_a_file(empty, qtbot):
    data = QMimeData()
    data.setText("Code\tStatement\nA.1\tReads a drawing\nA.1.1\tFinds the title block\n")
    put_on_clipboard(data)
    wizard = open_wizard(empty, qtbot)
    assert not wizard.next_button.isEnabled()
    wizard.file.paste_button.click()
    press(wizard, qtbot)
    assert [choice.value() for choice in wizard.columns.header.choices()] == ["code", "statement"]
    press(wizard, qtbot)
    press(wizard, qtbot)
    press(wizard, qtbot)
    assert count(empty.project) == 2
    assert "copied cells" in empty.notice.text()


def test_copied_cells_have_a_command_of_their_own(empty, qtbot):
    QApplication.clipboard().setText("Code\tStatement\nA.1\tReads a drawing\n")
    empty.actions.trigger("file.import_copied")
    (wizard,) = [each for each in empty.findChildren(ImportWizard) if each.isVisible()]
    press(wizard, qtbot)
    assert wizard.columns.counts.text("created").startswith("1 new")
    wizard.close()
    QApplication.clipboard().clear()
    empty.actions.trigger("file.import_copied")
    (wizard,) = [each for each in empty.findChildren(ImportWizard) if each.isVisible()]
    assert wizard.fault.text() == "The clipboard holds no cells. Copy the rows in Excel first."
    wizard.close()


def test_several_sheets_and_files(empty, table, tmp_path, qtbot):
    book = Workbook()
    for title in ("Spring", "Fall"):
        sheet = book.create_sheet(title)
        sheet.append(["Code", "Statement"])
        sheet.append([f"{title[0]}.1", f"Works in {title}"])
    del book["Sheet"]
    file = tmp_path / "terms.xlsx"
    book.save(file)
    wizard = open_wizard(empty, qtbot, table, file)
    press(wizard, qtbot)
    assert wizard.columns.sheet.count() == 3
    assert wizard.columns.sheet.itemText(1) == "terms.xlsx · Spring"
    wizard.columns.sheet.choose("1")
    assert wizard.columns.cells.index(0, 1).data() == "Works in Spring"
    press(wizard, qtbot)
    press(wizard, qtbot)
    assert count(empty.project) == 7
    assert "2 files" in wizard.report.title.text()
    wizard.close()


def test_removing_is_off_and_says_how_many(empty, tmp_path, qtbot):
    project = empty.project
    home = create_framework(project, {"en": "Shop"})
    file = tmp_path / "shop.csv"
    file.write_text("Code,Statement\nA.1,Reads a drawing\nA.2,Cuts a part\nA.3,Files a part\n")
    wizard = open_wizard(empty, qtbot, file)
    wizard.file.into.choose(home)
    for _ in range(4):
        press(wizard, qtbot)
    file.write_text("Code,Statement\nA.1,Reads a drawing\n")
    wizard = open_wizard(empty, qtbot, file)
    wizard.file.into.choose(home)
    press(wizard, qtbot)
    assert wizard.remove_box.isVisibleTo(wizard)
    assert wizard.remove_box.words().endswith("(2)")
    assert not wizard.removes()
    wizard.remove_box.setChecked(True)
    assert wizard.columns.counts.text("removed").startswith("2 removed")
    press(wizard, qtbot)
    press(wizard, qtbot)
    assert count(project) == 1
    wizard.close()
    empty.undo()
    assert count(project) == 3


def test_cancelling_leaves_the_project_as_it_was(empty, tmp_path, qtbot):
    file = tmp_path / "long.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Code", "Statement"])
        writer.writerows([f"A.{number}", f"Does the task number {number}"] for number in range(12_000))
    wizard = open_wizard(empty, qtbot, file)
    for _ in range(2):
        press(wizard, qtbot)
    wizard.next_button.click()
    wizard.reject()
    idle(wizard, qtbot)
    assert wizard.isVisible()
    assert wizard.fault.text() == "Stopped. The project is as it was."
    assert wizard.step() == PREVIEW
    assert count(empty.project) == 0
    wizard.reject()
    assert not empty.project.dirty


def test_the_report_is_saved_and_shows_the_item(empty, tmp_path, qtbot):
    file = tmp_path / "sums.csv"
    file.write_text("Code,Statement,Note\nA.1,=1+2 reads,one\nA.2,SWBAT cut a part,two\n")
    wizard = open_wizard(empty, qtbot, file)
    for _ in range(3):
        press(wizard, qtbot)
    table = wizard.report.pages.repairs
    assert wizard.report.pages.page() == "repairs"
    assert table.lines.rowCount() > 0
    wizard.save_report(str(tmp_path / "report.xlsx"))
    wizard.save_report(str(tmp_path / "report.csv"))
    assert wizard.report.saved.text() == 'Saved as "report.csv".'
    cells = [cell for row in load_workbook(tmp_path / "report.xlsx").active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    text = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert ",=" not in text
    wizard.save_report(str(tmp_path / "no such folder" / "report.xlsx"))
    assert "could not be written" in wizard.fault.text()
    lines = table.lines
    lines_before = lines.rowCount()
    at = next(number for number in range(lines_before) if lines.line(number)[4] == "Cut a part")
    table.setCurrentIndex(lines.index(at, 0))
    table.setFocus()
    wizard.report.go_button.click()
    assert not empty.findChildren(ImportWizard) or not wizard.isVisible()
    assert empty.focusWidget() is empty.workspace("frameworks").tree  # go on by keyboard
    (shown,) = empty.selected_ids()
    assert empty.project.scalar(competency.select().with_only_columns(competency.c.code)
                                .where(competency.c.id == shown)) == "A.2"  # fmt: skip
    empty.notice.act_button().click()
    (again,) = [each for each in empty.findChildren(ImportWizard) if each.isVisible()]
    assert again.step() == REPORT
    assert again.report.pages.repairs.lines.rowCount() == lines_before
    again.next_button.click()
    assert empty.current_id() == "frameworks"


def test_where_a_value_stands(empty):
    assert item_with(empty.project, [], ["anything"]) is None
    home = create_framework(empty.project, {"en": "Shop"})
    assert item_with(empty.project, [home], ["nowhere"]) == home


def test_steps_by_keys(empty, table, qtbot):
    wizard = open_wizard(empty, qtbot, table)
    wizard.activateWindow()
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.waitUntil(wizard.isActiveWindow)
    qtbot.keyClick(wizard, Key.Key_Right, alt)
    idle(wizard, qtbot)
    assert wizard.step() == COLUMNS
    assert QApplication.focusWidget() is wizard.columns.header.choice(0)
    qtbot.keyClick(wizard, Key.Key_Right, alt)
    assert wizard.step() == PREVIEW
    qtbot.keyClick(wizard, Key.Key_Right, alt)
    assert wizard.step() == PREVIEW
    qtbot.keyClick(wizard, Key.Key_Left, alt)
    assert wizard.step() == COLUMNS
    wizard.steps.chosen.emit(FILE)
    assert wizard.step() == FILE
    qtbot.keyClick(wizard, Key.Key_Escape)
    assert not wizard.isVisible()


def test_files_are_dropped_on_the_wizard(empty, table, qtbot):
    wizard = open_wizard(empty, qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(table))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(wizard.file.zone, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(wizard.file.zone, QDropEvent(QPointF(5, 5), copy, data, left, none))
    idle(wizard, qtbot)
    assert [found.path for found in wizard.file.found()] == [table]
    wizard.file.remove(table)
    assert wizard.file.source() is None
    assert not wizard.next_button.isEnabled()
    wizard.close()


def test_nobody_imports_into_what_is_only_looked_at(studio, sample_path):
    window = studio.show(Project.open(sample_path, read_only=True))
    assert not window.actions.trigger("file.import")
    assert window.actions.action("file.export").isEnabled()


def test_models_keep_the_rules(empty, table, qtbot):
    wizard = open_wizard(empty, qtbot, table)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    press(wizard, qtbot)
    assert QAbstractItemModelTester(wizard.columns.cells, fatal)
    for model in (
        wizard.preview.account.repairs.lines,
        wizard.preview.account.places.lines,
        wizard.preview.account.changes.model,
    ):
        assert QAbstractItemModelTester(model, fatal)
    assert QAbstractItemModelTester(CellsModel(), fatal)
    assert QAbstractItemModelTester(ReportModel(), fatal)
    wizard.columns.header.choice(4).choose("comment")
    idle(wizard, qtbot)
    wizard.close()


VOCABULARY = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/trades> a skos:ConceptScheme ; skos:prefLabel "Trades"@en .
<http://example.org/trades/metal> a skos:Concept ; skos:inScheme <http://example.org/trades> ;
    skos:topConceptOf <http://example.org/trades> ; skos:prefLabel "Metal work"@en, "Metallarbeit"@de .
<http://example.org/trades/milling> a skos:Concept ; skos:inScheme <http://example.org/trades> ;
    skos:broader <http://example.org/trades/metal> ; skos:prefLabel "Milling"@en .
"""


@pytest.fixture
def vocabulary(tmp_path):
    file = tmp_path / "trades.ttl"
    file.write_text(VOCABULARY, encoding="utf-8")
    return file


def test_a_vocabulary_skips_the_columns_and_shows_its_terms(empty, vocabulary, qtbot):
    wizard = open_wizard(empty, qtbot, vocabulary)
    assert wizard.file.found()[0].kind.startswith("SKOS vocabulary")
    assert wizard.next_button.text() == "Next: preview"
    press(wizard, qtbot)
    assert wizard.step() == PREVIEW
    scheme = wizard.preview.tree.nodes().item(0)
    assert scheme.text() == "Trades"
    assert scheme.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Vocabulary:")
    assert [scheme.child(0).text(), scheme.child(0).child(0).text()] == ["Metal work", "Milling"]
    assert wizard.preview.account.changes.model.counts() == {"created": 3}
    press(wizard, qtbot)
    assert wizard.report.pages.page() == "places"
    places = wizard.report.pages.places.lines
    total = sum(int(places.index(row, 2).data().replace(",", "")) for row in range(places.rowCount()))
    assert total == wizard._report.files[0].values
    wizard.close()


def test_another_edition_shows_the_words_that_change(empty, vocabulary, tmp_path, qtbot):
    for _ in range(2):
        wizard = open_wizard(empty, qtbot, vocabulary)
        press(wizard, qtbot)
        model = wizard.preview.account.changes.model
        wizard.preview.account.grab()
        sentences = [model.index(row).data() for row in range(model.rowCount())]
        press(wizard, qtbot)
        wizard.close()
        vocabulary.write_text(VOCABULARY.replace("Metal work", "Metal and plastic work"), encoding="utf-8")
    assert sentences == ["Updated:  Metal work\nLabel (EN)\nBefore: Metal work\nAfter: Metal and plastic work"]


def test_at_200_percent_the_offer_to_remove_leaves_room_for_the_buttons(window, tmp_path, qtbot):
    file = tmp_path / "plan.csv"
    file.write_text("Code,Statement\nA.1,Reads a drawing\n")
    window.resize(1280, 720)
    window.set_zoom(200)
    wizard = ImportWizard(window, window.project, [str(file)])
    wizard.open()
    qtbot.waitUntil(wizard.next_button.isEnabled)
    press(wizard, qtbot)
    wizard.remove_box.set_words("In einer anderen Sprache: " + wizard.remove_box.words().replace("(0)", "(1,000)"))
    wizard.remove_box.show()
    assert wizard.minimumSizeHint().width() <= window.width()
    qtbot.waitUntil(lambda: "\n" in wizard.remove_box.text())  # it wraps, and no line is cut
    box = wizard.remove_box
    qtbot.waitUntil(lambda: box.height() >= box.heightForWidth(box.width()) > box.sizeHint().height() / 2)
    wizard.close()


def test_kinds_of_change_are_filtered(empty, tmp_path, qtbot):
    file = tmp_path / "plan.csv"
    file.write_text("Code,Statement\nA.1,Reads a drawing\nA.2,Cuts a part\n")
    wizard = open_wizard(empty, qtbot, file)
    for _ in range(4):
        press(wizard, qtbot)
    file.write_text("Code,Statement\nA.1,Reads a simple drawing\nA.3,Welds a seam\n")
    wizard = open_wizard(empty, qtbot, file)
    for _ in range(2):
        press(wizard, qtbot)
    changes = wizard.preview.account.changes
    assert changes.model.counts() == {"updated": 1, "not mentioned": 1, "created": 1}
    assert changes.show_box.currentText() == "Everything (3)"
    heights = [changes.view.sizeHintForRow(row) for row in range(3)]
    assert heights[0] > heights[1] == heights[2]  # only words that differ need lines of their own
    changes.show_box.choose("not mentioned")
    assert changes.model.rowCount() == 1
    assert changes.model.index(0).data() == "Not in the file: A.2 Cuts a part"
    changes.show_box.choose("updated")
    assert "After: Reads a simple drawing" in changes.model.index(0).data()
    assert not wizard.remove_box.isChecked()
    assert wizard.remove_box.words().endswith("(1)")
    wizard.close()


def test_a_file_is_read_as_another_format(empty, tmp_path, qtbot):
    file = tmp_path / "list.txt"
    file.write_text("Statement\nReads a drawing\nCuts a part\n")
    wizard = open_wizard(empty, qtbot, file)
    (found,) = wizard.file.found()
    menu = wizard.file.ask_format(found)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[0] == "What its content says"
    assert any("CASE 1.1" in each for each in words)
    assert any("Word document" in each for each in words)
    next(action for action in menu.actions() if action.text().startswith("SKOS")).trigger()
    menu.close()
    assert wizard.next_button.text() == "Next: preview"
    press(wizard, qtbot)
    assert wizard.step() == FILE
    assert "list.txt" in wizard.fault.text()
    wizard.file.read_as(file, "csv")
    press(wizard, qtbot)
    assert wizard.step() == COLUMNS
    wizard.close()


def test_two_files_each_as_its_format(empty, vocabulary, tmp_path, qtbot):
    table = tmp_path / "plan.csv"
    table.write_text("Code,Statement\nA.1,Reads a drawing\n")
    wizard = open_wizard(empty, qtbot, table, vocabulary)
    wizard.file.read_as(table, "csv")
    assert wizard.file.source().formats == ("csv", None)
    press(wizard, qtbot)
    press(wizard, qtbot)
    assert wizard.preview.account.places.lines.columnCount() == 4
    press(wizard, qtbot)
    assert wizard.step() == REPORT
    assert count(empty.project) == 1
    wizard.close()


def test_a_field_is_dragged_onto_a_column(empty, table, qtbot):
    wizard = open_wizard(empty, qtbot, table)
    press(wizard, qtbot)
    columns = wizard.columns
    shelf = columns.shelf
    assert shelf.isVisible()
    (field,) = shelf.findItems("Comment", Qt.MatchFlag.MatchExactly)
    data = shelf.mimeData([field])
    header, action = columns.header, Qt.DropAction.CopyAction
    at = QPointF(header.sectionViewportPosition(4) + 5, 8)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), action, data, buttons, keys)
    QApplication.sendEvent(header.viewport(), enter)
    assert enter.isAccepted()
    columns.grab()
    drop = QDropEvent(at, action, data, buttons, keys)
    QApplication.sendEvent(header.viewport(), drop)
    idle(wizard, qtbot)
    assert columns.header.choice(4).value() == "comment"
    assert columns.choices.is_chosen(columns.shown_sheet(), 4)
    beside = QDropEvent(QPointF(header.length() - 2, 8), action, data, buttons, keys)
    QApplication.sendEvent(columns.table.viewport(), beside)
    assert wizard._task is None
    wizard.close()
