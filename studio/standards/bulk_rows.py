# SPDX-License-Identifier: Apache-2.0
"""Rows of the bulk upload's templates for credentials and courses as CTDL nodes, and back.

Both directions are written side by side, one pair of functions a kind of column; what a node says beyond its row is
found by making the node of the row again (:func:`cells_of`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from studio.standards import bulk_upload as bulk
from studio.standards import ctdl
from studio.standards.ctdl_values import as_list, is_language_map

Node = dict[str, Any]
Read = Callable[[str, str], Any]
Write = Callable[[Any, str], str | None]

_REGISTRY = ctdl.registry("production")
_ALIGNMENT = "ceterms:CredentialAlignmentObject"
_CODE = re.compile(r"\d\d[-.]\d{4}(?:\.\d\d)?|\d{2,6}")
_DURATION = re.compile(r"P(?=[\dT])(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")
_LANGUAGES = {
    "english": "en", "spanish": "es", "french": "fr", "german": "de", "portuguese": "pt", "italian": "it",
    "chinese": "zh", "vietnamese": "vi", "arabic": "ar", "russian": "ru", "korean": "ko", "japanese": "ja",
}  # fmt: skip
_LANGUAGE_NAMES = {tag: name.title() for name, tag in _LANGUAGES.items()}


def node_of(template: str, row: Mapping[str, str], language: str) -> tuple[Node, dict[str, str]]:
    """The node of a row, given by header; and the cells that it does not say, or says in other words."""
    known = bulk.columns(template)
    made: Node = {"@type": "ceterms:Credential" if template == "credential" else "ceterms:LearningOpportunityProfile"}
    profiles: dict[str, Node] = {}
    condition = "ceterms:requires"
    for header, text in row.items():
        column = known.get(bulk.plain(header))
        if column is None:
            continue
        if column.kind == "condition":
            condition = bulk.CONDITIONS.get(bulk.plain(text), condition)
            continue
        value = KINDS[column.kind][0](text, language)
        if value is None:
            continue
        target = made if not column.within else profiles.setdefault(column.within, {})
        if column.property == "@type" or column.property not in target:
            target[column.property] = value
    _name_owner(made, template, row)
    for name, profile in profiles.items():
        own = condition if name in bulk.CONDITIONS.values() else name
        made[own] = [{"@type": bulk.PROFILES[name], **profile}]
    written = _cells(template, made, language)
    by_column: dict[str, str] = {}
    for header in row:
        if bulk.plain(header) in known:
            by_column.setdefault(known[bulk.plain(header)].name, header)
    left = {header: text for header, text in row.items() if bulk.plain(header) not in known}
    for name, header in by_column.items():
        if written.get(name) != row[header]:
            left[header] = row[header]
    # A second header for one column says nothing in the node.
    left |= {
        header: text
        for header, text in row.items()
        if (column := known.get(bulk.plain(header))) is not None and by_column[column.name] != header
    }
    return made, left


def _name_owner(made: Node, template: str, row: Mapping[str, str]) -> None:
    """Name the owner where a cell says that it is the same."""
    for header, text in row.items() if bulk.OWNER in made else ():
        column = bulk.columns(template).get(bulk.plain(header))
        if column is not None and column.kind == "addresses" and bulk.plain(text) == bulk.SAME_AS_OWNER:
            made.setdefault(column.property, made[bulk.OWNER])


def cells_of(template: str, node: Mapping[str, Any], language: str) -> tuple[dict[str, str], list[str]]:
    """The row of a node by the names of the columns, and the properties that the row does not say in full."""
    cells = _cells(template, node, language)
    again, _ = node_of(template, cells, language)
    private = ("@id", "@context")
    names = [name for name in node if name not in private and node[name] != again.get(name)]
    return cells, names


def may_stand(column: bulk.Column, cell: str | None, text: str, language: str) -> bool:
    """Whether a text that came with an item may stand in the ``cell`` of a node: it says the same in other letters, or
    what no node can say."""
    if cell is None or column.kind == "condition":
        return True
    read = KINDS[column.kind][0]
    said = read(text, language)
    return said is None or said == read(cell, language)


def _cells(template: str, node: Mapping[str, Any], language: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    condition = next((name for name in bulk.CONDITIONS.values() if name in node), "ceterms:requires")
    for column in bulk.TEMPLATES[template]:
        source: Any = node
        if column.within:
            name = condition if column.within in bulk.CONDITIONS.values() else column.within
            source = next((entry for entry in as_list(node.get(name)) if isinstance(entry, dict)), {})
            if column.kind == "condition" and source:
                cells[column.name] = name.rpartition(":")[2]
                continue
        value = source.get(column.property)
        if value is not None:
            text = KINDS[column.kind][1](value, language)
            if text:
                cells.setdefault(column.name, text)
    return cells


# -- one pair a kind


def _text(text: str, language: str) -> Any:
    return {language: text}


def _write_text(value: Any, language: str) -> str | None:
    if isinstance(value, str):
        return value
    found = value.get(language) if is_language_map(value) else None
    return found if isinstance(found, str) else None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _texts(text: str, language: str) -> Any:
    return {language: _parts(text)} if _parts(text) else None


def _write_texts(value: Any, language: str) -> str | None:
    found = as_list(value.get(language)) if is_language_map(value) else []
    return "|".join(found) if all(isinstance(entry, str) for entry in found) else None


def _is_reference(text: str) -> bool:
    return ctdl.is_bare_ctid(text) or ctdl.is_address(text)


def _plain(text: str, _language: str) -> Any:
    return text


def _write_plain(value: Any, _language: str) -> str | None:
    return value if isinstance(value, str) else None


def full_address(text: str) -> str:
    """The registry's address of a bare CTID; any other address as it is."""
    return _REGISTRY.resource(text.lower()) if ctdl.is_bare_ctid(text) else text


def bare(address: str) -> str:
    """The CTID of a registry address, as bulk uploads write it; any other address as it is."""
    return ctdl.ctid_of(address) or address


def _address(text: str, _language: str) -> Any:
    return full_address(text) if _is_reference(text) else None


def _addresses(text: str, _language: str) -> Any:
    parts = _parts(text)
    return [full_address(part) for part in parts] if parts and all(map(_is_reference, parts)) else None


def _write_address(value: Any, _language: str) -> str | None:
    return bare(value) if isinstance(value, str) else None


def _write_addresses(value: Any, _language: str) -> str | None:
    found = as_list(value)
    return "|".join(map(bare, found)) if all(isinstance(entry, str) for entry in found) else None


def _languages(text: str, _language: str) -> Any:
    return [_LANGUAGES.get(part.casefold(), part) for part in _parts(text)] or None


def _write_languages(value: Any, _language: str) -> str | None:
    found = as_list(value)
    if not all(isinstance(entry, str) for entry in found):
        return None
    return "|".join(_LANGUAGE_NAMES.get(entry, entry) for entry in found)


def _number(text: str, _language: str) -> Any:
    if not _NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def _write_number(value: Any, _language: str) -> str | None:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _boolean(text: str, _language: str) -> Any:
    return {"true": True, "yes": True, "false": False, "no": False}.get(text.casefold())


def _write_boolean(value: Any, _language: str) -> str | None:
    return str(value) if isinstance(value, bool) else None


def _version(text: str, language: str) -> Any:
    """``Catalog Version~2025-2026``: what kind of identifier, and the identifier."""
    made = []
    for part in _parts(text):
        name, sign, code = part.partition("~")
        entry: Node = {"@type": "ceterms:IdentifierValue"}
        if sign:
            entry["ceterms:identifierTypeName"] = {language: name}
        entry["ceterms:identifierValueCode"] = code if sign else name
        made.append(entry)
    return made or None


def _write_version(value: Any, language: str) -> str | None:
    parts = []
    for entry in as_list(value):
        if not isinstance(entry, dict):
            return None
        name = _write_text(entry.get("ceterms:identifierTypeName"), language)
        parts.append("~".join(filter(None, (name, _write_plain(entry.get("ceterms:identifierValueCode"), language)))))
    return "|".join(filter(None, parts))


def _concept(prefix: str) -> tuple[Read, Write]:
    """A status or a type out of one of CTDL's own vocabularies, as an alignment object."""

    def read(text: str, language: str) -> Any:
        if " " in text or ":" in text or "|" in text:
            return None
        return {
            "@type": _ALIGNMENT,
            "ceterms:targetNode": f"{prefix}:{text}",
            "ceterms:targetNodeName": {language: text},
        }

    def write(value: Any, _language: str) -> str | None:
        entry = next(iter(as_list(value)), None)
        node = entry.get("ceterms:targetNode") if isinstance(entry, dict) else None
        return node.rpartition(":")[2].rpartition("/")[2] if isinstance(node, str) else None

    return read, write


def _names(text: str, language: str) -> Any:
    return [{"@type": _ALIGNMENT, "ceterms:targetNodeName": {language: part}} for part in _parts(text)] or None


def _codes(text: str, language: str) -> Any:
    made = []
    for part in _parts(text):
        entry: Node = {"@type": _ALIGNMENT}
        if _CODE.fullmatch(part):
            entry["ceterms:codedNotation"] = part
        else:
            entry["ceterms:targetNodeName"] = {language: part}
        made.append(entry)
    return made or None


def _write_alignments(value: Any, language: str) -> str | None:
    parts = []
    for entry in as_list(value):
        if isinstance(entry, dict):
            code = _write_plain(entry.get("ceterms:codedNotation"), language)
            parts.append(code or _write_text(entry.get("ceterms:targetNodeName"), language) or "")
    return "|".join(filter(None, parts))


def _frameworks(text: str, _language: str) -> Any:
    parts = _parts(text)
    if not parts or not all(_is_reference(part) for part in parts):
        return None
    return [{"@type": _ALIGNMENT, "ceterms:framework": full_address(part)} for part in parts]


def _write_frameworks(value: Any, _language: str) -> str | None:
    parts = [entry.get("ceterms:framework") for entry in as_list(value) if isinstance(entry, dict)]
    return "|".join(dict.fromkeys(bare(part) for part in parts if isinstance(part, str)))


def _duration(text: str, language: str) -> Any:
    exact = _DURATION.fullmatch(text) is not None
    value: Any = text if exact else {language: text}
    return [{"@type": "ceterms:DurationProfile", f"ceterms:{'exactDuration' if exact else 'description'}": value}]


def _write_duration(value: Any, language: str) -> str | None:
    entry = next(iter(as_list(value)), None)
    if not isinstance(entry, dict):
        return None
    exact = entry.get("ceterms:exactDuration")
    return exact if isinstance(exact, str) else _write_text(entry.get("ceterms:description"), language)


def _cost(text: str, language: str) -> Any:
    price = _number(text, language)
    return [{"@type": "ceterms:CostProfile", "ceterms:price": price}] if price is not None else None


def _write_cost(value: Any, language: str) -> str | None:
    entry = next(iter(as_list(value)), None)
    return _write_number(entry.get("ceterms:price"), language) if isinstance(entry, dict) else None


def _credit(text: str, language: str) -> Any:
    value = _number(text, language)
    return [{"@type": "ceterms:ValueProfile", "schema:value": value}] if value is not None else None


def _write_credit(value: Any, language: str) -> str | None:
    entry = next(iter(as_list(value)), None)
    return _write_number(entry.get("schema:value"), language) if isinstance(entry, dict) else None


def _credential_type(text: str, _language: str) -> Any:
    wanted = bulk.plain(text.removeprefix("ceterms:"))
    return next((name for name in sorted(bulk.credential_classes()) if bulk.plain(name[8:]) == wanted), None)


def _write_credential_type(value: Any, _language: str) -> str | None:
    return value.removeprefix("ceterms:") if isinstance(value, str) else None


def _learning_type(text: str, _language: str) -> Any:
    return bulk.LEARNING_TYPES.get(bulk.plain(text.removeprefix("ceterms:").removesuffix("Profile")))


def _write_learning_type(value: Any, _language: str) -> str | None:
    names = {"ceterms:Course": "Course", "ceterms:LearningProgram": "Learning Program"}
    return names.get(value, "Learning Opportunity") if value in bulk.LEARNING_TYPES.values() else None


KINDS: dict[str, tuple[Read, Write]] = {
    "text": (_text, _write_text),
    "texts": (_texts, _write_texts),
    "plain": (_plain, _write_plain),
    "address": (_address, _write_address),
    "addresses": (_addresses, _write_addresses),
    "languages": (_languages, _write_languages),
    "number": (_number, _write_number),
    "boolean": (_boolean, _write_boolean),
    "version": (_version, _write_version),
    "lifeCycle": _concept("lifeCycle"),
    "credentialStat": _concept("credentialStat"),
    "creditUnit": _concept("creditUnit"),
    "names": (_names, _write_alignments),
    "codes": (_codes, _write_alignments),
    "frameworks": (_frameworks, _write_frameworks),
    "duration": (_duration, _write_duration),
    "cost": (_cost, _write_cost),
    "credit": (_credit, _write_credit),
    "credential type": (_credential_type, _write_credential_type),
    "learning type": (_learning_type, _write_learning_type),
}
"""How a cell is read and written, by kind of column."""
