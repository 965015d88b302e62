# SPDX-License-Identifier: Apache-2.0
"""Files that cannot be imported: each gets one clear sentence and leaves the project as it was."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.importing.guards import LARGEST_FILE
from studio.importing.readers import ImportRefused
from studio.importing.service import detect, import_files, preview
from studio.model.errors import StudioError
from studio.model.project import Project


def _gzip(data: bytes) -> bytes:
    """Packed, the same every time."""
    return gzip.compress(data, mtime=0)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
Refuse = Callable[..., str]


@pytest.fixture
def refused(project: Project, tmp_path: Path) -> Refuse:
    """Import bytes under a name, and return the sentence of the refusal."""

    def refuse(data: bytes, name: str) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ImportRefused) as caught:
            import_files(project, [path])
        sentence = str(caught.value)
        assert f'"{name}"' in sentence
        assert "\n" not in sentence
        assert "!" not in sentence
        assert project.history() == []
        return sentence

    return refuse


def _workbook_bytes(write_workbook: Callable[..., Path]) -> bytes:
    return write_workbook({"Outcomes": [["Code", "Statement"], ["A", "Work safely"]]}).read_bytes()


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"<!DOCTYPE html><html><table></table></html>", "outcomes.xlsx", "ends in .xlsx but holds a web page"),
        (b"<html><body>Please log in</body></html>", "outcomes.csv", "holds a web page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x01" * 50, "outcomes.csv", "a picture (PNG)"),
        (b"%PDF-1.7 something", "outcomes.xlsx", "a PDF document"),
        (b"\x1f\x8b\x08\x00rest", "outcomes.csv", "is damaged: what is packed"),
    (b"7z\xbc\xaf\x27\x1c", "outcomes.csv", "a compressed file (7z)"),
    (_gzip(b"Code,Statement\nA,Work safely\n" * 90)[:-20], "outcomes.csv.gz", "is damaged: what is packed"),
    (_gzip(b"Code,Statement\n") + b"and more", "outcomes.csv.gz", "is damaged: what is packed"),
    (_gzip(b""), "outcomes.csv.gz", "is empty"),
    (_gzip(_gzip(b"Code,Statement\nA,B\n")), "outcomes.csv.gz", "a compressed file (gzip)"),
    (_gzip(b"%PDF-1.7 something"), "outcomes.csv.gz", "a PDF document"),
    (_gzip(b"Room,Teacher\nB12,5\n"), "rooms.csv.gz", "no column that holds statements"),
    (_gzip(b"") * 20_000, "outcomes.csv.gz", "is damaged"),
        (OLE, "outcomes.xls", "old Excel format (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "outcomes.xlsx", "protected with a password"),
        (b"", "outcomes.csv", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "outcomes.csv", "is empty"),
        (bytes(range(32)) * 60, "outcomes.csv", "does not hold text"),
        (b"Code,Statement\nA,\"Work safely\nB,Measure\n", "outcomes.csv", "never closed, near line 2"),
        (b"Code,Statement\nA," + b"x" * 10_000_000 + b"\n", "outcomes.csv", "more than 1,000,000 characters in row 2"),
        (b"Code,Statement" + b",c" * 5000 + b"\nA,B\n", "outcomes.csv", "5,002 columns in line 1"),
        (b"," * 60_000 + b"\n", "outcomes.csv", "columns in line 1"),
        (b"Room,Teacher\nB12,5\n", "rooms.csv", "no column that holds statements"),
        (b"Code,Statement\n\n\n", "outcomes.csv", "no rows below"),
    ],
)  # fmt: skip
def test_one_sentence_says_what_is_the_matter(refused: Refuse, data: bytes, name: str, says: str) -> None:
    assert says in refused(data, name)


def test_truncated_workbook(refused: Refuse, write_workbook: Callable[..., Path]) -> None:
    data = _workbook_bytes(write_workbook)
    for length in (len(data) // 2, len(data) - 30, 200):
        assert "damaged" in refused(data[:length], "cut.xlsx")


def test_a_flipped_byte_in_a_workbook(refused: Refuse, write_workbook: Callable[..., Path]) -> None:
    data = bytearray(_workbook_bytes(write_workbook))
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at] ^= 0xFF
    assert "damaged" in refused(bytes(data), "flipped.xlsx")


def test_other_archives(refused: Refuse) -> None:
    def archive(**parts: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name, content in parts.items():
                made.writestr(name.replace("__", "/"), content)
        return out.getvalue()

    ods = archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")
    assert "OpenDocument" in refused(ods, "outcomes.ods")
    assert "OpenDocument" in refused(ods, "outcomes.xlsx")
    assert "without a workbook" in refused(archive(readme=b"hello"), "outcomes.xlsx")


def test_an_archive_names_what_is_in_it(refused: Refuse) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("__MACOSX/._framework.csv", b"")
        made.writestr("../../data/framework.csv", b"Code,Statement\nA,Work safely\n")
    assert 'holds "framework.csv"' in refused(out.getvalue(), "framework.zip")


@pytest.mark.parametrize("name", ["outcomes.csv.gz", "outcomes.csv", "OUTCOMES.CSV.GZ"])
def test_a_file_packed_with_gzip_is_read_as_what_is_in_it(project: Project, tmp_path: Path, name: str) -> None:
    text = b"Code,Statement\nA,Work safely\n"
    path = tmp_path / name
    path.write_bytes(_gzip(text[:10]) + _gzip(text[10:]) + bytes(500))
    assert detect(path).formats[0] == "csv"
    assert preview(project, path).file == name
    (file,) = import_files(project, [path]).files
    assert (file.file, file.format, file.encoding, file.records) == (name, "csv", "utf-8, gzip", 1)


def test_a_file_called_gz_that_is_unpacked_already(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv.gz"
    path.write_bytes(b"Code,Statement\nA,Work safely\n")
    (file,) = import_files(project, [path]).files
    assert (file.file, file.format, file.encoding) == ("outcomes.csv.gz", "csv", "utf-8")


def test_gzip_bomb_is_refused_while_it_is_unpacked(refused: Refuse) -> None:
    data = _gzip(bytes(300_000_000))
    tracemalloc.start()
    try:
        assert "unpacks to more than" in refused(data, "bomb.csv.gz")
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_zip_bomb_is_refused_before_it_is_unpacked(refused: Refuse, write_workbook: Callable[..., Path]) -> None:
    data = _with_part(_workbook_bytes(write_workbook), "xl/media/bomb.bin", b"\x00" * 60_000_000)
    assert len(data) < 200_000
    tracemalloc.start()
    try:
        assert "unpacks to 60 MB" in refused(data, "bomb.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("encoding", "before"),
    [
        ("utf-8", ""),
        ("utf-16", ""),
        ("utf-8", "<!-- <worksheet> -->" + " " * 1_100_000),
        ("utf-8", "<?x <worksheet> ?>" + " " * 1_100_000),
    ],
    ids=["utf-8", "utf-16", "after a comment", "after an instruction"],
)
def test_entities_in_a_workbook(
    refused: Refuse, write_workbook: Callable[..., Path], encoding: str, before: str
) -> None:
    sheet = (
        f'<?xml version="1.0" encoding="{encoding}"?>{before}'
        '<!DOCTYPE worksheet [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&secret;</t></is></c></row></sheetData></worksheet>'
    ).encode(encoding)
    data = _with_part(_workbook_bytes(write_workbook), "xl/worksheets/sheet1.xml", sheet)
    assert "XML definitions" in refused(data, "entities.xlsx")


def test_large_file_is_refused_by_its_size_alone(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    assert path.stat().st_size > LARGEST_FILE
    tracemalloc.start()
    try:
        with pytest.raises(ImportRefused, match="300 MB"):
            import_files(project, [path])
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_missing_file_and_folder(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="There is no file"):
        import_files(project, [tmp_path / "nowhere.csv"])
    with pytest.raises(ImportRefused, match="is a folder"):
        import_files(project, [tmp_path])


def test_workbook_with_too_many_columns(refused: Refuse, write_workbook: Callable[..., Path]) -> None:
    path = write_workbook({"Wide": [["Statement"], ["Work safely", *["x"] * 3000]]})
    assert "3,001 columns" in refused(path.read_bytes(), "wide.xlsx")


def test_unknown_format_name(project: Project, write_csv: Callable[..., Path]) -> None:
    path = write_csv([["Statement"], ["Work safely"]])
    with pytest.raises(ImportRefused, match='no reader for the format "pdf"'):
        import_files(project, [path], format="pdf")


def test_one_bad_file_of_several_leaves_the_project_as_it_was(
    project: Project, tmp_path: Path, write_csv: Callable[..., Path]
) -> None:
    good = write_csv([["Statement"], ["Work safely"]])
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(StudioError):
        import_files(project, [good, bad])
    assert project.history() == []


def _sheet_bytes(write_workbook: Callable[..., Path], sheet: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    content = f"{head}{sheet}</worksheet>".encode()
    return _with_part(_workbook_bytes(write_workbook), "xl/worksheets/sheet1.xml", content)


def _cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize(
    "sheet",
    [
        f'<sheetData><row r="1">{_cell("A1", "Statement")}{_cell("XFD1048576", "x")}</row></sheetData>',
        f'<sheetData><row r="1">{_cell("A1", "Code")}</row><row r="99999">{_cell("ZZ99999", "x")}</row></sheetData>',
        f'<sheetData><row r="1">{_cell("A1", "Statement")}{_cell("B99999999", "x")}</row></sheetData>',
        '<sheetData><row r="1048576"><c t="inlineStr"><is><t>x</t></is></c><c r="ZZ1048576"/></row></sheetData>',
        "<sheetData><row r='1'><c r='XFD1048576' t='n'><v>1</v></c></row></sheetData>",
        '<sheetData><row r="1"><c t="n"\n r = "xfd1048576"><v>1</v></c></row></sheetData>',
        '<x:sheetData xmlns:x="x"><x:row><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>',
        f'<sheetData><row r="1">{_cell("A1", "x" * 1_048_440)}{_cell("XFD1048576", "x")}</row></sheetData>',
        f'<sheetData><row r="1">{_cell("A1", "x" * 1_050_000)}{_cell("XFD1048576", "x")}</row></sheetData>',
        f'<sheetData><row r="1">{_cell("A1", "Statement")}</row></sheetData><mergeCells>'
        + '<mergeCell ref="A1:Z9999"/>' * 20
        + "</mergeCells>",
    ],
)  # fmt: skip
def test_a_cell_in_the_last_corner_of_a_sheet(refused: Refuse, write_workbook: Callable[..., Path], sheet: str) -> None:
    tracemalloc.start()
    try:
        assert "far away from the table" in refused(_sheet_bytes(write_workbook, sheet), "far.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_only_cells_count_not_what_a_row_says(
    project: Project, tmp_path: Path, write_workbook: Callable[..., Path]
) -> None:
    rows = f'<row r="1">{_cell("A1", "Statement")}</row><row r="4294967295">{_cell("A2", "Work safely")}</row>'
    path = tmp_path / "rows.xlsx"
    path.write_bytes(_sheet_bytes(write_workbook, f"<sheetData>{rows}</sheetData>"))
    assert import_files(project, [path]).files[0].records == 1


def test_a_stray_cell_in_the_last_row_is_read_quickly(
    project: Project, tmp_path: Path, write_workbook: Callable[..., Path]
) -> None:
    rows = f'<row r="1">{_cell("A1", "Statement")}</row><row r="2">{_cell("A2", "Work safely")}</row>'
    far = f'<row r="1048576">{_cell("A1048576", "Measure parts")}</row>'
    path = tmp_path / "stray.xlsx"
    path.write_bytes(_sheet_bytes(write_workbook, f"<sheetData>{rows}{far}</sheetData>"))
    assert import_files(project, [path]).files[0].records == 2
