# SPDX-License-Identifier: Apache-2.0
"""One-click fixes. Each is one undoable change through the model's operations, and offered only where it is safe:
where it follows from what is there, loses nothing, and is what the rule asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from studio.checks.cleaning import clean_text
from studio.checks.rules import Finding
from studio.checks.two_outcomes import split_statement
from studio.checks.words import lexicon
from studio.model import associations, frameworks, items, schema
from studio.model.errors import NotAllowed
from studio.model.project import Project
from studio.model.values import with_language
from studio.standards import ctdl


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix that a button offers."""

    id: str
    label: str


LABELS = {
    "split": "Split in two",
    "number": "Give it a free code",
    "renumber": "Renumber to fit",
    "link_same": "Link as the same",
    "clean": "Clean up the text",
    "set_language": "Change the language",
    "align_target": "Link to the competency",
    "lower_ctid": "Write the CTID in lower case",
    "full_address": "Write the whole address",
}
"""What the buttons say, by the name of the fix (the part of its id before a colon)."""

_TABLES: dict[str, Table] = {
    "competency": schema.competency,
    "framework": schema.framework,
    "badge": schema.badge,
    "resource": schema.resource,
}


def available(project: Project, finding: Finding) -> list[Fix]:
    """The fixes that can be made now; none when the item has changed or gone since the check."""
    name = (finding.fix_id or "").partition(":")[0]
    if finding.fix_id is None or name not in _FIXES or not _there(project, finding):
        return []
    return [Fix(finding.fix_id, LABELS[name])]


def apply(project: Project, finding: Finding, fix_id: str) -> None:
    """Make a fix, as one undo step. Raises NotAllowed when it does not fit the item as it is now."""
    name, _, detail = fix_id.partition(":")
    if fix_id != finding.fix_id or name not in _FIXES or not _there(project, finding):
        raise NotAllowed("The item has changed since it was checked. Check again, then fix it.")
    with project.change(LABELS[name], selection=[finding.item_id]):
        _FIXES[name](project, finding, detail)


def _there(project: Project, finding: Finding) -> bool:
    """Whether the item, and the text the finding speaks of, are still as they were."""
    table = _TABLES[finding.kind]
    row = project.row(select(table).where(table.c.id == finding.item_id))
    if row is None:
        return False
    if finding.fix_id and finding.fix_id.startswith(("split", "clean", "set_language")):
        texts = getattr(row, finding.field or "") or {}
        return bool(texts.get(finding.language) == finding.text)
    return True


def _split(project: Project, finding: Finding, _detail: str) -> None:
    language = finding.language or "en"
    lists = lexicon(language)
    parts = split_statement(finding.text, lists) if lists else None
    if parts is None:
        raise NotAllowed("This statement cannot be split by itself. Write the two statements yourself.")
    frameworks.split(project, finding.item_id, *parts, language)


def _number(project: Project, finding: Finding, _detail: str) -> None:
    """The next free code among the siblings."""
    c = schema.competency.c
    row = items.get(project, schema.competency, finding.item_id, "framework_id", "parent_id")
    siblings = frameworks.children(project, row.framework_id, row.parent_id)
    used = {sibling.code for sibling in siblings if sibling.id != finding.item_id}
    parent = items.get(project, schema.competency, row.parent_id, "code")[0] if row.parent_id else None
    # Siblings that do not fit their place themselves are no pattern to follow.
    fitting = {code for code in used if code and (not parent or code.casefold().startswith(parent.casefold()))}
    code = frameworks.next_code(project, row.framework_id, row.parent_id, {*fitting})
    if code is None:
        raise NotAllowed("There is no code here to count on from. Give the parent a code first.")
    items.set_field(project, schema.competency, [finding.item_id], {"code": code})
    if project.scalar(select(c.id).where(c.parent_id == finding.item_id).limit(1)) is not None:
        frameworks.renumber(project, row.framework_id, finding.item_id)


def _link_same(project: Project, finding: Finding, _detail: str) -> None:
    associations.add(project, finding.item_id, "exactAlignment", finding.related[0])


def _clean(project: Project, finding: Finding, _detail: str) -> None:
    field, language = finding.field or "", finding.language or ""
    cleaned = clean_text(finding.text, lines=field in ("comment", "description"))
    items.set_text(project, _TABLES[finding.kind], finding.item_id, field, language, cleaned)


def _set_language(project: Project, finding: Finding, language: str) -> None:
    table, field = _TABLES[finding.kind], finding.field or ""
    texts = items.get(project, table, finding.item_id, field)[0]
    if language in texts:
        raise NotAllowed("There is a text in that language already. Compare the two, then keep one.")
    moved = with_language(with_language(texts, finding.language or "", ""), language, finding.text)
    items.set_field(project, table, [finding.item_id], {field: moved})


def _align_target(project: Project, finding: Finding, _detail: str) -> None:
    alignment_id, competency_id = finding.related
    items.get(project, schema.competency, competency_id, "id")
    items.set_field(project, schema.alignment, [alignment_id], {"competency_id": competency_id})


def _lower_ctid(project: Project, finding: Finding, _detail: str) -> None:
    """The CTID of a record and the end of its own address. References name CTIDs in any case."""
    ctid = finding.text
    content = _content(project, finding)
    if content.get("ceterms:ctid") != ctid:
        raise NotAllowed("The CTID has changed since it was checked. Check again, then fix it.")
    content["ceterms:ctid"] = ctid.lower()
    address = content.get("@id")
    if isinstance(address, str) and address.endswith(ctid):
        content["@id"] = address.removesuffix(ctid) + ctid.lower()
    with project.change(LABELS["lower_ctid"]) as change:
        change.update(schema.resource, {finding.item_id: {"content": content, "ctid": ctid.lower()}})


def _full_address(project: Project, finding: Finding, _detail: str) -> None:
    """The registry's address in the place of a bare CTID."""
    content = _content(project, finding)
    address = ctdl.registry("production").resource(finding.text.lower())
    made = _replaced(content, finding.field or "", finding.text, address)
    if made == content:
        raise NotAllowed("The link has changed since it was checked. Check again, then fix it.")
    with project.change(LABELS["full_address"]) as change:
        change.update(schema.resource, {finding.item_id: {"content": made}})


def _content(project: Project, finding: Finding) -> dict[str, Any]:
    """The record as it is now; ``_there`` has seen that the row is."""
    found = project.scalar(select(schema.resource.c.content).where(schema.resource.c.id == finding.item_id))
    return dict(found) if isinstance(found, dict) else {}


def _replaced(value: Any, name: str, before: str, after: str, inside: bool = False) -> Any:
    """A node with one text of one property replaced, also in the objects inside it."""
    if isinstance(value, dict):
        return {key: _replaced(entry, name, before, after, key == name) for key, entry in value.items()}
    if isinstance(value, list):
        return [_replaced(entry, name, before, after, inside) for entry in value]
    return after if inside and value == before else value


_FIXES: dict[str, Callable[[Project, Finding, str], None]] = {
    "split": _split,
    "number": _number,
    "renumber": _number,
    "link_same": _link_same,
    "clean": _clean,
    "set_language": _set_language,
    "align_target": _align_target,
    "lower_ctid": _lower_ctid,
    "full_address": _full_address,
}
