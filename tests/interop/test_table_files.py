# SPDX-License-Identifier: Apache-2.0
"""Files of the field that are tables or skills: every value accounted for, nothing rejected, a second import without
effect, and, where the format is written too, the same values back."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from studio.export.service import make
from studio.importing.readers import ImportRefused
from studio.importing.service import import_files
from studio.model.project import Project
from studio.standards import bulk_upload, opensalt, rsd

FOLDERS = (
    "standards/rsd",
    "corpora/rsd",
    "standards/case/opensalt",
    "standards/ctdl/bulk-upload",
    "standards/skos/competency-spreadsheets",
)
REFUSED = {
    "README.md": "Markdown",
    "direct-data-dictionary.md": "Markdown",
    "csv-schema-upload-v0.6.x.csvs": "CSV Schema",
    "csv-schema-batchimport-v0.6.x.csvs": "CSV Schema",
    "csv-schema-export-v0.6.x.csvs": "CSV Schema",
    "osmt_csv_schema_upload_v0.6.x.csvs.txt": "CSV Schema",
    "osmt_csv_schema_batchimport_v0.6.x.csvs.txt": "CSV Schema",
    "osmt_csv_schema_export_v0.6.x.csvs.txt": "CSV Schema",
    "osmt-openapi-v2.yaml": "YAML",
    "osmt-openapi-v3.yaml": "YAML",
    "osmt-v3-skill-audit-log.json": "change log",
    "osmt-batch-import-example.csv": "no rows below",
    "spreadsheet_import_template.xlsx": "no rows below",
    "CTDL-ASN.ONET.template.csv": "no rows below",
    "cass_relations_template.csv": "no rows below",
    "headers_by_template.csv": "no column that holds statements",
}
"""Files without data, and a word of the sentence that says so."""
WRITTEN = ("rsd", "rsd-json", "opensalt", "ctdl-csv")
FORMATS = {"rsd", "rsd-json", "opensalt", "ctdl-csv", "csv", "json-table"}


def files(shared: Path) -> list[Path]:
    """The files of the folders; the packages of OpenSALT in JSON are CASE."""
    found = [path for folder in FOLDERS for path in sorted((shared / folder).iterdir())]
    return [path for path in found if path.parent.name != "opensalt" or path.suffix != ".json"]


@pytest.fixture
def project() -> Iterable[Project]:
    made = Project.create(None, name="Test")
    yield made
    made.close()


def test_every_file_is_read_or_refused_with_one_sentence(shared: Path) -> None:
    read = 0
    for path in files(shared):
        project = Project.create(None, name="Test")
        if path.name in REFUSED:
            with pytest.raises(ImportRefused, match=REFUSED[path.name]) as refusal:
                import_files(project, [path])
            assert path.name.removesuffix(".gz") in str(refusal.value)
            project.close()
            continue
        report = import_files(project, [path])
        (account,) = report.files
        account.check()
        assert account.format in FORMATS, path
        assert account.rejected == [], path
        assert sum(account.went.values()) == account.kept + account.kept_as_extra, path
        assert report.created > 0, path
        again = import_files(project, [path])
        assert (again.created, again.updated) == (0, 0), path
        project.close()
        read += 1
    assert read > 15


@pytest.mark.parametrize("written", WRITTEN)
def test_what_came_in_comes_out_again(shared: Path, written: str) -> None:
    compared = 0
    for path in files(shared):
        if path.name in REFUSED:
            continue
        project = Project.create(None, name="Test")
        report = import_files(project, [path])
        if report.files[0].format == written:
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            (content,) = make(project, written).files.values()
            assert isinstance(content, bytes)
            compare(written, data, content)
            compared += 1
        project.close()
    assert compared


def compare(written: str, before: bytes, after: bytes) -> None:
    if written == "rsd-json":
        assert said(json.loads(before)) == said(json.loads(after))
    elif written == "rsd":
        assert skills(before) == skills(after)
    elif written == "opensalt":
        sheets = workbook(after)
        for name, rows in workbook(before).items():
            for key, row in rows.items():
                assert row.items() <= sheets[name][key].items(), (name, key)
    else:
        rows = bulk_rows(after)
        for key, row in bulk_rows(before).items():
            for name, values in row.items():
                # Values of ours may stand beside those of the file (a scheme that only the other end named).
                assert values <= rows[key].get(name, frozenset()), (key, name)


def said(value: Any) -> Any:
    """Version 2 has texts where version 3 has lists; the constants of a skill are added where they were left out; null
    and empty lists say nothing."""
    if isinstance(value, list):
        return [said(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for name, entry in value.items():
        if name in ("author", "category") and isinstance(entry, str) and "skillName" in value:
            name = {"author": "authors", "category": "categories"}[name]
            entry = entry.split(";")
        if entry not in (None, []) and name not in ("@context", "type"):
            made[name] = said(entry)
    return made


def skills(data: bytes) -> list[dict[str, Any]]:
    """The rows by the names of a library export; lists as lists; without the addresses that an export makes up."""
    made = []
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))):
        skill: dict[str, Any] = {}
        for header, cell in row.items():
            column, part = rsd.column_named(header), rsd.alignment_part(header)
            name = column.name if column else f"Alignment {part}" if part else header
            if not cell.strip() or cell.startswith("urn:uuid:"):
                continue
            several = column is not None and column.kind != "text"
            skill[name] = [entry.strip() for entry in cell.split(";") if entry.strip()] if several else cell.strip()
        made.append(skill)
    return made


def workbook(data: bytes) -> dict[str, dict[str, dict[str, str]]]:
    """The filled cells of each sheet by identifier; kinds of links without regard to spaces and case."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        header, *rows = ([str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True))
        found[sheet.title] = {}
        for row in rows:
            filled = {name: text for name, text in zip(header, row, strict=True) if text}
            if "associationType" in filled:
                filled["associationType"] = opensalt.plain(filled["associationType"])
            found[sheet.title][filled["identifier"]] = filled
    return found


def bulk_rows(data: bytes) -> dict[str, dict[str, frozenset[str]]]:
    """The values of each cell by identifier."""
    found = {}
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        filled = {
            name: frozenset(text.strip().split("|")) for name, text in row.items() if name and (text or "").strip()
        }
        if filled:
            found[row.get("@id") or row.get("CTID") or ""] = filled
    assert "" not in found
    return found


def test_the_columns_of_a_course_are_those_of_the_template(shared: Path, project: Project) -> None:
    path = shared / "standards/ctdl/bulk-upload/course_bulk_upload_sample.csv"
    import_files(project, [path])
    (content,) = make(project, "ctdl-csv").files.values()
    names = {column.name for column in bulk_upload.COURSE}
    header = next(csv.reader(io.StringIO(bytes(content).decode("utf-8-sig"))))
    assert set(header) - names == {"External Identifier"}
    assert make(project, "ctdl-csv").findings == []


def test_every_header_of_the_templates_in_use_is_known(shared: Path) -> None:
    """Those of 2021 and later; the spellings of 2019 are those of an older program."""
    own = {"External Identifier", "Internal Identifier", "Comment"}
    kinds = {"course / learning opportunity": "course", "credential": "credential"}
    with (shared / "standards/ctdl/bulk-upload/headers_by_template.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            header = row["header"]
            if row["evidence"].startswith("2019") or header in own or header.endswith(": External Identifier"):
                continue
            if row["template"] in kinds:
                assert bulk_upload.plain(header) in bulk_upload.columns(kinds[row["template"]]), header
            elif row["template"] != "CaSS relations":
                assert bulk_upload.property_of(header) == header
