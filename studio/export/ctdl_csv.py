# SPDX-License-Identifier: Apache-2.0
"""The bulk upload of Credential Engine's publisher: a CSV for each framework and each concept scheme, and one each for
all credentials and all courses. UTF-8 with its mark, several values in a cell separated by ``|``, bare CTIDs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from studio.export.ctdl_graph import Document, Graph, documents, unique
from studio.export.losses import Losses
from studio.export.service import Exported, Finding, Options
from studio.model import schema
from studio.model.errors import StudioError
from studio.standards import bulk_upload as bulk
from studio.standards import ctdl
from studio.standards.bulk_rows import bare, cells_of, may_stand
from studio.standards.cells import neutralise
from studio.standards.ctdl_values import as_list, is_language_map

if TYPE_CHECKING:
    from studio.model.project import Project

_FORMAT = "The bulk upload"
_ALWAYS = {
    "framework": bulk.FRAMEWORK_COLUMNS,
    "concept_scheme": bulk.SCHEME_COLUMNS,
    "progression_model": bulk.SCHEME_COLUMNS,
}
_RECOGNISED = 5
"""How many of the first columns of a template are always written: by them a reader knows the table."""
_SAID_BY_OTHERS = frozenset({"@context", "ceasn:hasTopChild", "ceasn:hasChild"})
"""Children name their parents; a parent need not name its children."""
_WORDS = {"rubric": "rubrics", "organization": "organizations"}
_ROWS = frozenset({*ctdl.CLASSES.values()}) - {ctdl.CLASSES["organization"]}


def write(project: Project, ids: Sequence[str], options: Options) -> Exported:
    """One file for each framework and scheme, and for credentials and courses. Raises StudioError for nothing of it."""
    findings: list[Finding | str] = []
    beside = {mark: words for mark, words in ctdl.BESIDE.items() if mark != ctdl.COLUMNS}
    losses = Losses(findings, _FORMAT, "ctdl", ctdl.UNWRITTEN, beside)
    files: dict[str, bytes | Iterable[bytes]] = {}
    names: set[str] = set()
    wanted: dict[str, list[str]] = {}
    for document in documents(project, ids):
        if document.kind in _ALWAYS:
            table = _Table(Graph(project, document, options, findings, losses), losses)
            files[f"{unique(document.name, names)}.csv"] = table.encode()
        elif document.kind == "resource":
            wanted.setdefault(_template(project, document, losses), []).append(document.id)
        else:
            losses.lose(document.id, _WORDS.get(document.kind, document.kind))
    for template, members in wanted.items():
        if template:
            files[f"{unique(f'{template}s', names)}.csv"] = _rows(project, template, members, losses)
    if not files:
        raise StudioError(
            "Nothing here fits a bulk upload: it holds frameworks, concept schemes, credentials and courses. "
            "Choose another format."
        )
    return Exported(files, findings, main=next(iter(files)))


def encode(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutralise(row.get(name, "")) for name in header] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


# -- frameworks and schemes


class _Table:
    """One framework or scheme: the rows of its graph."""

    def __init__(self, graph: Graph, losses: Losses) -> None:
        self.graph = graph
        self.losses = losses
        self.kind = graph.document.kind
        self.ids: dict[str, str] = {graph.address: graph.document.id}
        self.beside: dict[str, dict[str, str]] = {graph.document.id: _beside(graph.row)}
        self._members()

    def _members(self) -> None:
        """The ids of the parts by their addresses, and the columns that only they came with."""
        tables = {
            "framework": (schema.competency, "framework_id"),
            "concept_scheme": (schema.concept, "scheme_id"),
            "progression_model": (schema.progression_level, "model_id"),
        }
        table, owner = tables[self.kind]
        c = table.c
        columns = (c.id, c.ctid, c.uri, c.extra)
        for row in self.graph.project.rows(select(*columns).where(c[owner] == self.graph.document.id)):
            self.ids[self.graph.addresses.own(row.id, row.ctid, row.uri)] = row.id
            found = _beside(row._asdict())
            if found:
                self.beside[row.id] = found

    def encode(self) -> bytes:
        """The rows with the usual columns first, then those that are filled."""
        rows = list(self._rows())
        header = list(_ALWAYS[self.kind])
        filled = dict.fromkeys(name for row in rows for name, text in row.items() if text)
        more = bulk.MORE_COLUMNS if self.kind == "framework" else ()
        header += [name for name in more if name in filled]
        header += [name for name in filled if name not in header]
        return encode(header, rows)

    def _rows(self) -> Iterator[dict[str, str]]:
        for node in self.graph.nodes():
            address = str(node.get("@id") or "")
            item = self.ids.get(address)
            if item is None and node.get("@type") not in _ROWS:
                self.losses.lose(self.graph.document.id, f"what came in the same document ({node.get('@type')})")
                continue
            item = item or self.graph.document.id
            row: dict[str, str] = {}
            for name, value in node.items():
                if name not in _SAID_BY_OTHERS:
                    row[name] = self._cell(item, str(node.get("@type")), name, value)
            if row.get("ceterms:ctid") and row["ceterms:ctid"] == row.get("@id"):
                del row["ceterms:ctid"]
            row.update(self.beside.get(item, {}))
            yield row

    def _cell(self, item: str, class_name: str, name: str, value: Any) -> str:
        if is_language_map(value):
            value = self._in_language(item, name, value)
        parts = as_list(value)
        if any(isinstance(part, dict | list) for part in parts):
            self.losses.lose(item, f"{name} with parts of its own")
            parts = [part for part in parts if not isinstance(part, dict | list)]
        texts = [_text(part) for part in parts if part is not None]
        texts = ["" if name == "@id" and text.startswith("_:") else text for text in texts]
        if len(texts) > 1 and name[0] != "@" and not bulk.takes_several(class_name, name):
            self.losses.lose(item, f"further values of {name}")
            texts = texts[:1]
        if any("|" in text for text in texts) and (len(texts) > 1 or _may_be_several(name)):
            self.losses.lose(item, f'a "|" inside {name}; it separates values')
        return "|".join(texts)

    def _in_language(self, item: str, name: str, texts: Mapping[str, Any]) -> Any:
        main = self.graph.main if self.graph.main in texts else next(iter(texts))
        if len(texts) > 1 or main != self.graph.main:
            others = ", ".join(sorted(tag for tag in texts if tag != main) or [main])
            self.losses.lose(item, f"{name} in other languages ({others})")
        return texts[main]


def _beside(row: Mapping[str, Any]) -> dict[str, str]:
    """The cells that came with an item in columns that CTDL does not have."""
    found: dict[str, str] = ((row.get("extra") or {}).get("ctdl") or {}).get(ctdl.COLUMNS) or {}
    return found


def _text(value: Any) -> str:
    if isinstance(value, str):
        return bare(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _may_be_several(name: str) -> bool:
    shapes = ctdl.terms()["properties"].get(name, {}).get("shapes", {}).values()
    return ctdl.coercion(name) == "@id" or any(shape == "LL" or shape.endswith("*") for shape in shapes)


# -- credentials and courses


def _language(value: Any) -> str:
    """The language of the first text of a node."""
    waiting = [value]
    while waiting:
        at = waiting.pop()
        if isinstance(at, dict):
            if is_language_map(at):
                return str(next(iter(at)))
            waiting += reversed(at.values())
        elif isinstance(at, list):
            waiting += reversed(at)
    return "en"


def _template(project: Project, document: Document, losses: Losses) -> str:
    r = schema.resource.c
    kind = project.scalar(select(r.type).where(r.id == document.id))
    template = bulk.template_for(kind)
    if template is None:
        losses.lose(document.id, f"items of the class {kind}")
    return template or ""


def _rows(project: Project, template: str, ids: Sequence[str], losses: Losses) -> bytes:
    """All credentials, or all courses, as rows of their template."""
    r = schema.resource
    rows: list[dict[str, str]] = []
    known = bulk.columns(template)
    for resource_id in ids:
        found = project.row(select(r).where(r.c.id == resource_id))
        if found is None:
            continue
        row = found._asdict()
        losses.row("resource", row)
        content = row["content"] or {}
        language = _language(content)
        cells, unwritten = cells_of(template, content, language)
        if language != "en" and "ceterms:inLanguage" not in content:
            losses.lose(resource_id, f"the language of its texts ({language})")
        beside = _beside(row)
        for title, text in beside.items():
            column = known.get(bulk.plain(title))
            if column is not None and may_stand(column, cells.get(column.name), text, language):
                cells[column.name] = text
            elif column is None or title != column.name:  # else an older text of a cell that somebody changed
                cells[title] = text
        for property_name in unwritten:
            losses.lose(resource_id, f"{property_name} in full")
        rows.append(cells)
    order = [column.name for column in bulk.TEMPLATES[template]]
    filled = dict.fromkeys(name for row in rows for name in row)
    header = [name for name in order if name in filled or name in order[:_RECOGNISED]]
    header += [name for name in filled if name not in order]
    return encode(header, rows)
