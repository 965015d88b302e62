# SPDX-License-Identifier: Apache-2.0
"""Every file of the field that is here: known for what it is, every value accounted for, the same the second time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest
from sqlalchemy import select

from studio.importing.readers import ImportRefused
from studio.importing.report import ImportReport
from studio.importing.service import detect, import_files
from studio.model.project import Project
from studio.standards.project_tables import TABLES

FOLDERS = ("standards/ctdl", "standards/case", "standards/rsd", "standards/skos", "corpora/rsd", "sample")


@dataclass(frozen=True)
class Expected:
    """What is expected of the files of a pattern. ``formats``: as which of these they are read; none: they are
    refused. ``either``: a table or document of no standard, which may be read as a table or be refused."""

    pattern: str
    formats: tuple[str, ...] = ()
    why: str = ""
    either: bool = False


def _data(pattern: str, *formats: str) -> Expected:
    return Expected(pattern, formats)


def _refused(pattern: str, why: str) -> Expected:
    return Expected(pattern, (), why)


def _either(pattern: str, why: str) -> Expected:
    return Expected(pattern, ("csv", "tsv", "json-table", "ctdl-csv"), why, either=True)


EXPECTED = (
    # ---- CTDL
    _refused("*/README.md", "words for people"),
    _refused("standards/ctdl/bulk-upload/CTDL-ASN.ONET.template.csv", "column names without rows"),
    _refused("standards/ctdl/bulk-upload/cass_relations_template.csv", "column names without rows"),
    _refused("standards/ctdl/bulk-upload/headers_by_template.csv", "a list of column names"),
    _data("standards/ctdl/bulk-upload/*.csv", "ctdl-csv"),
    _either("standards/ctdl/derived/*.csv", "the standard's own terms, as tables"),
    _data("standards/ctdl/fixtures/*.json", "ctdl"),
    _refused("standards/ctdl/ra-requests/badge_publisher_*Search.json*", "searches, which publish nothing"),
    _data("standards/ctdl/ra-requests/*", "ctdl"),
    _refused("standards/ctdl/registry/config/*.json", "settings of the registry"),
    _refused("standards/ctdl/registry/json-schemas*/*.json", "JSON Schemas"),
    _refused("standards/ctdl/registry/survey/*.json", "counts of a survey"),
    _data("standards/ctdl/registry/doc-samples/*.json", "ctdl"),
    _data("standards/ctdl/registry/envelopes/*.json", "ctdl"),
    Expected(
        "standards/ctdl/samples/not-strict-json/BQF.json", ("ctdl",), "JSON with commas and quotes missing", either=True
    ),
    Expected(
        "standards/ctdl/samples/not-strict-json/CSCTG-Registered-Nurse-Example.json",
        ("ctdl",),
        "JSON with commas missing",
        either=True,
    ),
    Expected(
        "standards/ctdl/samples/not-strict-json/hutchinson-welding-aas.json",
        ("ctdl",),
        "JSON with commas missing",
        either=True,
    ),
    _either("standards/ctdl/samples/pathways/badgr-french-ba-marketable-skills.csv", "a table of Badgr's own"),
    Expected(
        "standards/ctdl/samples/pathways/badgr-french-ba-marketable-skills-badgr.json",
        ("ctdl",),
        "Badgr's own JSON",
        either=True,
    ),
    _data("standards/ctdl/samples/*.ttl", "turtle"),
    _data("standards/ctdl/samples/jobs/*", "ctdl"),
    _data("standards/ctdl/samples/frameworks/*", "ctdl"),
    _data("standards/ctdl/samples/p*/*", "ctdl"),
    _data("standards/ctdl/samples/*", "ctdl"),
    _refused("standards/ctdl/schema/*/context.json", "a JSON-LD context"),
    _refused("standards/ctdl/schema/policy/*.json", "the policy browser's own data"),
    _data("standards/ctdl/schema/*.json", "ctdl", "skos"),
    Expected(
        "standards/ctdl/schema/policy/shacl-2021/comp_rec.ttl", ("turtle", "skos"), "no statement in it", either=True
    ),
    Expected("standards/ctdl/schema/policy/shacl-2021/*.ttl", ("turtle", "skos"), "SHACL shapes", either=True),
    # ---- CASE, OpenSALT, ASN
    _data("standards/case/asn/*", "asn"),
    _refused("standards/case/opensalt/spreadsheet_import_template.xlsx", "column names without rows"),
    _data("standards/case/opensalt/*.xlsx", "opensalt"),
    _data("standards/case/opensalt/*.csv", "opensalt", "csv"),
    _data("standards/case/opensalt/*.json", "case", "case-1.0"),
    _data("standards/case/smarter-balanced/*.json", "case", "case-1.0"),
    Expected(
        "standards/case/spec-1.1/examples/*.invalid-json.txt",
        ("case",),
        "JSON with commas missing, or worse",
        either=True,
    ),
    _data("standards/case/spec-1.1/examples/*.json", "case", "case-1.0"),
    _refused("standards/case/spec-1.?/*.yaml", "API descriptions"),
    _refused("standards/case/spec-1.?/*.json", "API descriptions and JSON Schemas"),
    # ---- RSD
    _refused("standards/rsd/*.csvs", "CSV Schemas"),
    _refused("corpora/rsd/*.csvs.txt", "CSV Schemas"),
    _refused("standards/rsd/*.yaml", "API descriptions"),
    _refused("standards/rsd/osmt-v3-skill-audit-log.json", "a log of edits"),
    _either("standards/rsd/BLS-Import.csv", "a catalog of occupations as OSMT takes it"),
    _either("standards/rsd/oNet-Import.csv", "a catalog of occupations as OSMT takes it"),
    Expected(
        "standards/rsd/osmt-batch-import-example.csv", ("rsd", "csv"), "column names without rows, or one", either=True
    ),
    _data("standards/rsd/*.csv", "rsd"),
    _data("standards/rsd/*.json", "rsd-json"),
    _data("corpora/rsd/*.csv.gz", "rsd"),
    # ---- SKOS, spreadsheets
    _refused("standards/skos/competency-spreadsheets/*.md", "words for people"),
    _data("standards/skos/competency-spreadsheets/*.csv", "csv"),
    _either("standards/skos/competency-spreadsheets/*.json", "a project's own JSON"),
    Expected("standards/skos/skohub-tests/skohub.shacl.ttl", ("skos", "turtle"), "SHACL shapes", either=True),
    _data("standards/skos/vocabs/DigComp.csv", "csv"),
    _data("standards/skos/*.ttl", "skos"),
    # ---- the sample
    _data("sample/interchange/osmt_skills_import.csv", "rsd"),
    _data("sample/interchange/opensalt_cf_item.csv", "opensalt", "csv"),
    _data("sample/raw_import/*.csv", "csv"),
    _data("sample/framework.csv", "csv"),
    _refused("sample/images/*.svg", "pictures"),
    Expected("sample/*", ("csv", "tsv", "json-table", "ctdl", "rsd-json"), "the sample's parts", either=True),
)


def _files(shared: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((shared / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(shared).as_posix(), path


def _expected(name: str) -> Expected | None:
    return next((row for row in EXPECTED if fnmatch(name, row.pattern)), None)


def content(project: Project) -> str:
    """A checksum over every row of the project."""
    digest = hashlib.sha256()
    for name, table in TABLES.items():
        rows = sorted(repr(tuple(row)) for row in project.rows(select(table)))
        digest.update(f"{name} {rows}".encode())
    return digest.hexdigest()


def _import(project: Project, path: Path) -> ImportReport | str:
    """The report, or the one sentence of the refusal."""
    try:
        return import_files(project, [path])
    except ImportRefused as refused:
        return str(refused)


def _wrong_refusal(path: Path, sentence: str) -> list[str]:
    wrong = []
    if f'"{path.name}"' not in sentence:
        wrong.append(f"the refusal does not name the file: {sentence}")
    if "\n" in sentence or "!" in sentence.replace(path.name, "") or not sentence.endswith((".", "?")):
        wrong.append(f"the refusal is no plain sentence: {sentence}")
    if len(sentence) > 500:
        wrong.append(f"the refusal is long: {sentence}")
    return wrong


def _wrong_account(report: ImportReport, row: Expected) -> list[str]:
    wrong = []
    document = json.loads(json.dumps(report.to_json()))
    for file in document["files"]:
        if file["values"] != file["kept"] + file["kept_as_extra"] + len(file["rejected"]):
            wrong.append("the sums do not meet")
        if file["rejected"]:
            wrong.append(f"{len(file['rejected'])} rejected, first {file['rejected'][0]}")
        if sum(entry["count"] for entry in file["went"]) != file["kept"] + file["kept_as_extra"]:
            wrong.append("the report does not tell where every value went")
        if file["format"] not in row.formats:
            wrong.append(f"read as {file['format']}, not as {' or '.join(row.formats)}")
    return wrong


def _wrong(path: Path, row: Expected) -> list[str]:
    """Everything that is not as it should be with one file."""
    project = Project.create(None, name="Every file")
    try:
        empty = content(project)
        report = _import(project, path)
        if isinstance(report, str):
            wrong = _wrong_refusal(path, report)
            if row.formats and not row.either:
                wrong.append(f"refused: {report}")
            if content(project) != empty or project.history():
                wrong.append("refused, and the project changed")
            return wrong
        wrong = _wrong_account(report, row) if row.formats else [f"read as {report.files[0].format}: {row.why}"]
        found = detect(path)
        if report.files[0].format not in found.formats:
            wrong.append(f"detected as {found.formats}, read as {report.files[0].format}")
        filled = content(project)
        again = import_files(project, [path])
        if again.created or again.updated or content(project) != filled:
            wrong.append(f"the second time {again.created} created and {again.updated} updated")
        if (filled != empty) != bool(project.history()):
            wrong.append("the history does not tell what was done")
        while project.undo() is not None:
            pass
        if content(project) != empty:
            wrong.append("undo does not bring the project back")
        return wrong
    finally:
        project.close()


def test_every_file_has_an_expectation_and_every_expectation_a_file(shared: Path) -> None:
    names = [name for name, _ in _files(shared)]
    assert len(names) > 380
    assert [name for name in names if _expected(name) is None] == []
    used = {_expected(name) for name in names}
    assert [row.pattern for row in EXPECTED if row not in used] == []


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row.pattern)
def test_every_value_of_every_file_is_accounted_for(shared: Path, row: Expected) -> None:
    mine = [(name, path) for name, path in _files(shared) if _expected(name) is row]
    wrong = [f"{name}: {fault}" for name, path in mine for fault in _wrong(path, row)]
    assert wrong == [], "\n" + "\n".join(wrong)
