# SPDX-License-Identifier: Apache-2.0
"""Rows as objects of CASE: identifiers, addresses, times and links that are always complete, properties that the schema
of the version allows, and everything else in an extension of ours (1.1) or said to be left out (1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select

from studio.export.losses import Losses
from studio.export.service import Finding
from studio.model import schema
from studio.model.change import chunks
from studio.model.values import in_language, is_ctid, is_uuid
from studio.standards import case
from studio.standards.case import OWN, made_uuid, plain_uuid
from studio.standards.case_values import (
    READ,
    WRITE,
    bent,
    beside,
    fits,
    link,
    moment,
    number_of,
    same,
    title_of,
    whole_link,
)

if TYPE_CHECKING:
    from studio.model.project import Project

Node = dict[str, Any]
Row = dict[str, Any]

NOT_SEEN = "in an extension that other programs do not read"
_NO_TIME = "1970-01-01T00:00:00Z"


def kept(row: Row) -> Node:
    """What a file of CASE said of a row beyond its columns."""
    found = (row.get("extra") or {}).get("case")
    return found if isinstance(found, dict) else {}


class Objects:
    """Makes the objects of one export; knows what every row is called."""

    def __init__(self, project: Project, frameworks: list[Row], version: str, findings: list[Finding | str]) -> None:
        self.project = project
        self.version = version
        self.findings = findings
        p = schema.project.c
        head = project.row(select(p.base_url, p.language, p.name))
        self.base = (head.base_url or "").rstrip("/") if head is not None else ""
        self.language = (head.language if head is not None else None) or "en"
        self.project_name = in_language(head.name, self.language) if head is not None else ""
        self.time = project.scalar(select(func.max(schema.journal.c.at))) or _NO_TIME
        unwritten = case.UNWRITTEN
        if version == "1.1":
            unwritten = {
                table: {column: f"{words} ({NOT_SEEN})" for column, words in columns.items()}
                for table, columns in case.UNWRITTEN.items()
            }
        self.losses = Losses(findings, f"CASE {version}", "case", unwritten)
        self.documents = {row["id"]: self._document_name(row) for row in frameworks}
        self._links: dict[str, dict[str, str]] = {}
        self.rubrics_written: set[str] = set()
        for row in frameworks:
            main = row["language"] or self.language
            self.know(row, "", title_of(in_language(row["name"], main)))

    def _document_name(self, row: Row) -> str:
        """What identifiers of a document's objects are made of, where they have none of their own."""
        return str(kept(row).get("document") or self.identifier(row, ""))

    # -- names

    def identifier(self, row: Row, document: str) -> str:
        """The UUID of a row: the one of its file, of its CTID, or its own; else one that is always the same."""
        given = kept(row).get("identifier")
        if isinstance(given, str | int) and given != "":
            own = row["id"] if is_uuid(row["id"]) else made_uuid(document, str(given))
            return plain_uuid(str(given)) or own
        if is_ctid(row.get("ctid") or ""):
            return str(row["ctid"])[3:]
        return row["id"] if is_uuid(row["id"]) else made_uuid(row["id"])

    def know(self, row: Row, document: str, title: str) -> dict[str, str]:
        """Remember the link to a row, and return it."""
        identifier = self.identifier(row, document)
        made = self._links[row["id"]] = link(title, identifier, self.address(row, identifier))
        return made

    def address(self, row: Row, identifier: str) -> str:
        """The address of a row: where it came from, else under the project's address, else made of its UUID."""
        uri = row.get("uri")
        if isinstance(uri, str) and uri and not uri.startswith("_:"):
            return uri
        return self.made_address(identifier)

    def made_address(self, identifier: str) -> str:
        """The address of what has none."""
        return f"{self.base}/uri/{identifier}" if self.base else f"urn:uuid:{identifier}"

    def item_title(self, row: Row, main: str) -> str:
        """The title of a link to an item."""
        return title_of(row["code"], in_language(row["label"], main), in_language(row["statement"], main))

    def link(self, row_id: str | None) -> dict[str, str] | None:
        """The link to a row that is known; ``None`` for any other."""
        return self._links.get(row_id or "")

    def look_up(self, ids: Iterable[str]) -> None:
        """Remember the links to items of other frameworks."""
        wanted = [row_id for row_id in dict.fromkeys(ids) if row_id and row_id not in self._links]
        c = schema.competency.c
        names = ("id", "ctid", "uri", "framework_id", "code", "label", "statement", "language", "extra")
        for batch in chunks(wanted):
            for found in self.project.rows(select(*(c[name] for name in names)).where(c.id.in_(batch))):
                row = found._asdict()
                main = row["language"] or self.language
                self.know(row, self.documents.get(row["framework_id"], ""), self.item_title(row, main))

    # -- objects

    def written(self, table: str, row: Row, main: str) -> tuple[Node, Node]:
        """The properties of a row, the file's own spelling where the column is as it was; and the columns that the
        properties do not say whole."""
        extra = kept(row)
        wanted = {name: value for name, value in extra.items() if name not in case.MARKS}
        wanted.update(extra.get(case.PROPERTIES) or {})
        unsaid = extra.get("unsaid") or {}
        fields: Node = {}
        for field in case.FIELDS[table]:
            column = row.get(field.column)
            column = None if column in ("", [], {}) else column
            spelled = wanted.pop(field.property, None)
            value = WRITE[field.kind](column, main)
            left = beside(field.kind, column, value, main)
            if left is not None:
                fields[field.column] = left
                if self.version == "1.0":
                    self.losses.lose(row["id"], f"more than one text of {field.property}")
                else:
                    self.losses.lose(row["id"], f"other languages of {field.property} ({NOT_SEEN})")
            if spelled is not None and READ[field.kind](spelled, main) == column:
                wanted[field.property] = spelled
            elif value is not None and not (field.property in unsaid and same(unsaid[field.property], value)):
                wanted[field.property] = value
        for column in case.UNWRITTEN[table]:
            value = row.get(column)
            if value not in (None, "", [], {}):
                fields[column] = value
        self.losses.row(table, row)
        return wanted, fields

    def dated(self, row: Row, wanted: Node) -> None:
        """When an object last changed: as its file says, unless one of its texts was edited later."""
        edits = [time for field in (row.get("text_times") or {}).values() for time in field.values()]
        moments = [(found, time) for time in edits if (found := moment(time)) is not None]
        given = moment(wanted.get("lastChangeDateTime"))
        if moments and (given is None or max(moments)[0] > given):
            wanted["lastChangeDateTime"] = max(moments)[1]

    def place(self, name: str, wanted: Node, fields: Node, row_id: str | None, identifier: str) -> Node:
        """An object of a class with the properties that the schema allows. Values that it does not allow are bent to
        the nearest allowed one and kept as they are in our extension, like properties that CASE does not have."""
        made: Node = {}
        source: Node = {}
        wanted = dict(wanted)
        extensions = wanted.pop("extensions", None)
        new = case.NEW_IN_1_1.get(name, frozenset()) if self.version == "1.0" else frozenset()
        for each, how in case.CLASSES[name].items():
            value = wanted.pop(each, None)
            if value is None:
                continue
            if each in new:
                source[each] = value
            elif fits(how, value):
                made[each] = value
            else:
                source[each] = value
                near = bent(how, value)
                if near is not None:
                    made[each] = near
        made.setdefault("identifier", identifier)
        source.update(wanted)
        if self.version == "1.0":
            self._leave_out(made, source, extensions, row_id)
        else:
            self._extend(name, made, fields, source, extensions, row_id)
        return self._complete(name, made, row_id)

    def _leave_out(self, made: Node, source: Node, extensions: Any, row_id: str | None) -> None:
        for each in source:
            if each not in made and each != "caseVersion":
                self.losses.lose(row_id, each)
        if extensions:
            self.losses.lose(row_id, "extensions")
        for each in ("originNodeURI", "destinationNodeURI"):
            if "targetType" in made.get(each, {}):
                made[each] = {key: value for key, value in made[each].items() if key != "targetType"}
                self.losses.lose(row_id, "targetType")

    def _extend(self, name: str, made: Node, fields: Node, source: Node, extensions: Any, row_id: str | None) -> None:
        as_list = case.CLASSES[name]["extensions"] == "objects"
        if extensions is not None and not fits(case.CLASSES[name]["extensions"], extensions):
            source["extensions"], extensions = extensions, None
        own = {key: value for key, value in (("fields", fields), ("source", source)) if value}
        for each in source:
            self.losses.lose(row_id, f"{each} as its file has it ({NOT_SEEN})")
        if own and as_list:
            made["extensions"] = [*(extensions or []), {OWN: own}]
        elif own:
            before = (extensions or {}).get(OWN)
            made["extensions"] = {**(extensions or {}), OWN: {**(before if isinstance(before, dict) else {}), **own}}
        elif extensions:
            made["extensions"] = extensions

    def _complete(self, name: str, made: Node, row_id: str | None) -> Node:
        """What the schema requires and nobody has said."""
        for each in case.REQUIRED.get(name, ("identifier", "uri", "lastChangeDateTime")):
            if each in made:
                continue
            if each == "lastChangeDateTime":
                made[each] = self.time
            elif each == "uri":
                made[each] = self.made_address(made["identifier"])
            else:
                made[each] = ""
                if each in ("title", "fullStatement"):
                    words = f"A {name} has no {each}, and CASE asks for one. Write one before you send the file."
                    self.findings.append(Finding(words, "error", row_id))
        if not case.is_strict_uuid(made["identifier"]):
            words = "A strict CASE service takes UUIDs of versions 1 to 5 only; this identifier is of another version."
            self.findings.append(Finding(words, "warning", row_id))
        return {each: made[each] for each in case.CLASSES[name] if each in made}

    def named(self, wanted: Node, row: Row, document: str) -> tuple[Node, str]:
        """The properties with the identifier and address of their row, and the identifier that is written. One that is
        no UUID cannot be."""
        identifier = self.identifier(row, document)
        given = kept(row).get("identifier")
        if given is not None and plain_uuid(str(given)) is None:
            words = "The identifier it came with is no UUID, and CASE asks for one; one is made of it."
            self.findings.append(Finding(words, "warning", row["id"]))
        else:
            given = identifier
        uri = wanted.get("uri") or self.address(row, identifier)
        return {**wanted, "identifier": given, "uri": uri}, identifier

    def again(self, name: str, extra: Node, row_id: str | None) -> Iterable[Node]:
        """The same object as often as its file had it."""
        for node in extra.get("again") or []:
            if isinstance(node, dict):
                given = str(node.get("identifier") or "")
                identifier = plain_uuid(given) or made_uuid(row_id or "", given)
                words = f"A {name} is in the file twice, as in the file it came from."
                self.findings.append(Finding(words, "warning", row_id))
                ends = ("originNodeURI", "destinationNodeURI") if name == "CFAssociation" else ()
                others: Node = {end: whole_link({}) for end in ends if not isinstance(node.get(end), dict)}
                if name == "CFAssociation":
                    others["associationType"] = "isRelatedTo"
                wanted = {"uri": self.made_address(identifier), **others, **node}
                yield self.place(name, wanted, {}, row_id, identifier)

    def rows(self, table: Table, *where: Any, order: Sequence[Any] = ()) -> list[Row]:
        """Rows as plain maps."""
        return [row._asdict() for row in self.project.rows(select(table).where(*where).order_by(*order))]

    def homeless_rubrics(self) -> None:
        """Say which rubrics belong to no framework, when everything is exported."""
        for row in self.rows(schema.rubric, order=(schema.rubric.c.id,)):
            if row["id"] not in self.rubrics_written:
                self.losses.lose(row["id"], "a rubric without a competency of a framework")


def numbers(stored: Sequence[Any], complete: bool) -> list[Any]:
    """Sequence numbers for siblings in their order: those of their file (``None``: it had none) while they still say
    the order, else 1, 2, 3. ``complete``: whether every sibling came with the file."""
    keys = [(number_of(each) is None, number_of(each) or 0.0) for each in stored]
    if complete and all(one <= other for one, other in pairwise(keys)):
        return list(stored)
    return list(range(1, len(stored) + 1))
