# SPDX-License-Identifier: Apache-2.0
"""Read requests to the Registry Assistant: what is sent to publish a credential, a framework, a pathway and so on.

The request is turned into the CTDL that the service publishes, and that is read like any other CTDL. What a request
says and CTDL does not (who publishes, helper values of the service) stays with the main item, as ``@request``.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from studio.importing.ctdl.nodes import from_json
from studio.importing.ctdl.records import records_of
from studio.importing.json_files import as_utf8, read_json, tell
from studio.importing.readers import ImportRefused, Options
from studio.importing.records import Record, Records
from studio.importing.report import EXTRA, FileReport
from studio.standards import ctdl
from studio.standards.assistant_fields import GRAPHS, REQUEST_MARKS, bodies
from studio.standards.ctdl_values import leaves
from studio.standards.loose_json import NotJson, Parsed, parse
from studio.standards.registry_assistant import Converted, convert, is_bare_body, is_request

_MARKS = tuple(f'"{name}"'.encode() for name in (*REQUEST_MARKS, *GRAPHS, "GraphContentRequest"))
_TASKS = ("CTIDList", "EntityType", "NewStatus", "AutoDeletePublicResourceOnPrivateDelete", "Filters", "Keywords")
"""What requests say that delete, close or search, and publish nothing."""


class RequestReader:
    """Requests to publish, graph requests, and what would be sent inside one."""

    formats: tuple[str, ...] = ("ctdl",)

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 (the content says it all)
        """Sure of JSON that names a publisher and a body, or a body with fields of the service."""
        data = as_utf8(data)
        if not data.startswith((b"{", b"//", b"/*")):
            return 0.0
        marked = any(mark in data for mark in _MARKS)
        if not marked and not (b'"CTID"' in data or b'"Name"' in data or b'"Filters"' in data):
            return 0.0
        try:
            documents = parse(data).documents
        except (NotJson, RecursionError):
            return 0.9 if marked and b'"@graph"' not in data[:400] else 0.0
        first = next((each for each in documents if isinstance(each, dict)), {})
        if is_request(first):
            return 0.97 if marked or any(name in first for name in bodies()) else 0.5
        return 0.96 if is_bare_body(first) or _only_a_task(first) else 0.0

    def read(self, data: bytes, name: str, options: Options) -> Records:
        """What the request publishes. Raises ImportRefused when it publishes nothing, or is no JSON."""
        parsed = read_json(data, name)
        requests = [each for each in parsed.documents if is_request(each) or is_bare_body(each)]
        if not requests:
            raise ImportRefused(_nothing(parsed, name))
        others = [each for each in parsed.documents if each not in requests]
        made = [convert(each, _language(options)) for each in requests]
        if not any(each.documents or each.graphs for each in made):
            raise ImportRefused(_nothing(parsed, name))
        return _Account(name, parsed, made, requests, others).records(options)


def _language(options: Options) -> str:
    """The language of a request that says none; the service takes American English for English."""
    return "en-US" if options.language == "en" else options.language


def _only_a_task(document: dict[str, Any]) -> bool:
    return sum(name in document for name in _TASKS) >= 1 and not any(name in document for name in ("@graph", "@type"))


def _nothing(parsed: Parsed, name: str) -> str:
    if any(_only_a_task(each) for each in parsed.documents if isinstance(each, dict)):
        return (
            f'"{name}" asks the registry to search, close or delete something and describes nothing to import. '
            "Choose the request that publishes."
        )
    return f'"{name}" is a request to the Registry Assistant that publishes nothing. Choose one with a body, as JSON.'


class _Account:
    """The account of a request: the same values, counted in the request and not in the CTDL made of it."""

    def __init__(
        self, name: str, parsed: Parsed, made: list[Converted], requests: list[Any], others: list[Any]
    ) -> None:
        self.made = made
        self.others = others
        self.report = FileReport(name, "ctdl")
        self.report.values = sum(map(leaves, requests)) + sum(map(leaves, others))
        tell(parsed, self.report)

    def records(self, options: Options) -> Records:
        """The records of everything that the requests publish, with this account."""
        inside = FileReport(self.report.file, "ctdl", self.report.encoding)
        documents = [document for each in self.made for document in (*each.documents, *each.graphs)]
        records = records_of(from_json(documents), inside, options)
        inside.check()
        head = next((record for record in records.items if record.kind != "association"), None)
        self._values(inside)
        self._rest(head)
        self.report.records = inside.records
        self.report.repaired += inside.repaired
        for each in self.made:
            for where, before, after, reason in each.account.notes:
                self.report.repair(where, before, after, reason, key=head.key if head else "")
        records.report = self.report
        return records

    def _values(self, inside: FileReport) -> None:
        """Say of each field where its property went; graphs are counted as they were read."""
        targets: dict[str, Counter[str]] = {}
        for (source, target), count in inside.went.items():
            targets.setdefault(source, Counter())[target] += count
        for each in self.made:
            for (source, name), count in each.taken.items():
                found = targets.get(name)
                target = found.most_common(1)[0][0] if found else "content"
                if target == EXTRA:
                    self.report.keep_extra(source, count)
                else:
                    self.report.keep(source, target, count)
        graphs = sum(leaves(graph) for each in self.made for graph in each.graphs)
        if graphs and any(each.documents for each in self.made):
            self.report.keep("@graph", "content", graphs)
        elif graphs:
            self.report.values += inside.values - graphs
            self.report.kept += inside.kept
            self.report.kept_as_extra += inside.kept_as_extra
            for key, count in inside.went.items():
                self.report.went[key] = self.report.went.get(key, 0) + count
        self.report.rejected += inside.rejected

    def _rest(self, head: Record | None) -> None:
        """What CTDL has no place for stays with the main item."""
        left = {where: value for each in self.made for where, value in each.account.left.items()}
        if self.others:
            left["other documents"] = self.others
        count = sum(each.account.left_values for each in self.made) + sum(map(leaves, self.others))
        if not count:
            return
        if head is None:
            for where, value in left.items():
                for _ in range(leaves(value)):
                    self.report.reject(where, str(value)[:200], "The request publishes nothing that could keep it")
            return
        head.extra = {**head.extra, ctdl.REQUEST: left}
        self.report.keep_extra(ctdl.REQUEST, count)


READER = RequestReader()
