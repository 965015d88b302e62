# SPDX-License-Identifier: Apache-2.0
"""Which column is what: field names, header aliases (``column_names.json``), and the mapping a person may give.

Headers are compared without regard to case, accents, signs and spaces, and without a vocabulary prefix, so that
``ceasn:competencyText``, ``Competency Text`` and ``competency_text`` are one. A language may be part of the header:
``abbreviated_statement_es``, ``Statement (Spanish)``, ``Enunciado [es]``.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from studio.importing.readers import ImportRefused
from studio.importing.tables.grid import column_letter

EXTRA = "extra"
NUMBERED = "numbered"
SKIP = "skip"

FIELDS: dict[str, str] = {
    "statement": "Statement",
    "label": "Short title",
    "code": "Code",
    "comment": "Comment",
    "parent": "Parent",
    "level": "Level",
    "order": "Order",
    "outline": "Outline number",
    "level_name": "Name of a level above",
    "level_code": "Code of a level above",
    NUMBERED: "One of several statements",
    "group_code": "Course code",
    "group_label": "Course title",
    "item_type": "Type of item",
    "category": "Category",
    "complexity": "Bloom level",
    "stages": "Stages",
    "keywords": "Keywords",
    "education_levels": "Education levels",
    "list_id": "List number",
    "weight": "Weight",
    "language": "Language",
    "status": "Status",
    "identifier": "Identifier",
    "framework": "Framework",
    "row_type": "Type of row",
    "top_of": "Top item of",
    "children": "Children",
    "definition": "Definition",
    "framework_name": "Framework name",
    "framework_description": "Framework description",
    "framework_publisher": "Framework publisher",
    "framework_license": "Framework license",
    "framework_source": "Framework source",
    "framework_version": "Framework version",
    "origin": "Link from",
    "destination": "Link to",
    "association_type": "Kind of link",
    "link:isRelatedTo": "Related to",
    "link:precedes": "Comes before",
    "link:isPeerOf": "Peer of",
    "link:exactMatchOf": "Exact match of",
    "link:replacedBy": "Replaced by",
    "link:exemplar": "Exemplar",
    "link:hasSkillLevel": "Has skill level",
    EXTRA: "Keep as extra",
    SKIP: "Leave out",
}
"""Every field a column can be, with the words that the wizard shows."""

IN_LANGUAGES = frozenset({"statement", "label", "comment", "definition", "keywords", "framework_name"})
"""Fields whose header may name a language."""

SEVERAL_COLUMNS = frozenset(
    {"parent", "level_name", "level_code", "identifier", "children", "origin", "destination", NUMBERED, EXTRA, SKIP}
)
"""Fields that more than one column may be."""

_LANGUAGE_NAMES = {
    "english": "en", "ingles": "en", "inglés": "en",
    "spanish": "es", "espanol": "es", "español": "es", "castellano": "es",
    "french": "fr", "frances": "fr", "francés": "fr", "français": "fr",
    "german": "de", "aleman": "de", "alemán": "de", "deutsch": "de",
    "portuguese": "pt", "português": "pt", "italian": "it", "chinese": "zh", "vietnamese": "vi", "arabic": "ar",
}  # fmt: skip
_LANGUAGE_TAGS = frozenset(
    ("en", "es", "fr", "de", "pt", "it", "zh", "vi", "ar", "ru", "ko", "ja", "pl", "nl", "sv", "no", "da", "fi", "tl",
     "so", "hmn", "ht", "uk", "ro", "el", "hu", "cs")
)  # fmt: skip
_REGION = r"(?:[-_](?:[a-z]{2}|\d{3}))?"
_LANGUAGE_AT_END = re.compile(
    r"^(?P<base>.*?\S)[\s_@.:(\[-]+(?:in |en )?(?P<tag>"
    + "|".join(sorted(_LANGUAGE_NAMES, key=len, reverse=True))
    + rf"|[a-z]{{2,3}}{_REGION})\s*[\])]?\s*$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:ceasn|ceterms|schema|sdo|skos|rdfs?|dct|dcterms|dc|asn|cass|case|qdata|osmt)\s*:\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Column:
    """What one column is. ``confidence`` runs from 0 to 1; ``source`` is header, content, remembered or chosen."""

    index: int
    header: str
    field: str
    language: str | None = None
    confidence: float = 1.0
    source: str = "header"

    @property
    def name(self) -> str:
        """The header, or the letter of a column without one: how reports name the column."""
        return " ".join(self.header.split()) or f"column {column_letter(self.index)}"


def plain(header: str) -> str:
    """A header reduced to its letters and digits, ``Students will be able to…`` to ``studentswillbeableto``."""
    text = _PREFIX.sub("", header.strip())
    text = text.replace("#", " num ") if text.strip() != "#" else "num"
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum() and not unicodedata.combining(sign))


@lru_cache(maxsize=1)
def aliases() -> dict[str, str]:
    """Field by plain header, and by ``=`` and the exact lower-case header for names with a vocabulary prefix."""
    table = json.loads(files("studio.importing.tables").joinpath("column_names.json").read_text("utf-8"))
    # A name that two fields claim ("source id") belongs to the first.
    found: dict[str, str] = {}
    for field, names in table.items():
        found.setdefault(plain(field), field)
        for name in (name for in_language in names.values() for name in in_language):
            found.setdefault(plain(name), field)
            if ":" in name or "@" in name:
                found[f"={name.casefold()}"] = field  # a vocabulary's own name before any alias
    return found


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """Language by plain header, for the headers that only one language has."""
    table = json.loads(files("studio.importing.tables").joinpath("column_names.json").read_text("utf-8"))
    found: dict[str, str] = {}
    for names in table.values():
        for language in sorted(names, key=lambda tag: tag != "en"):
            for name in names[language]:
                found.setdefault(plain(name), language)
    return found


def header_language(header: str) -> str | None:
    """``es`` for ``Enunciado``: the language in which a known header is written, ``None`` for an unknown one."""
    return _languages().get(plain(header))


def headers_language(headers: Iterable[str]) -> str | None:
    """The language in which most of the known headers of a sheet are written, ``None`` when no one is known."""
    counts = Counter(language for header in headers if (language := header_language(header)) is not None)
    return counts.most_common(1)[0][0] if counts else None


_LEVEL_NUMBER = re.compile(r"^(?:level|tier|nivel)\s*\d{1,2}$", re.IGNORECASE)
_OF_SOMETHING_ELSE = frozenset(
    {"cross", "related", "aligned", "alignment", "other", "external", "internal", "old", "previous", "former", "legacy",
     "equivalent", "relacionado", "alineado", "anterior", "otro"}
)  # fmt: skip
_LAST_WORDS = frozenset({"code", "title", "text", "codigo", "titulo", "texto"})


@lru_cache(maxsize=4096)
def recognize(header: str) -> tuple[str, str | None, float] | None:
    """``(field, language, confidence)`` of a header, or ``None`` when it is no known name."""
    known = aliases()
    exact = known.get(f"={header.strip().casefold()}")
    if exact is not None:
        return exact, None, 1.0
    key = plain(header)
    if not key:
        return None
    if key in known:
        return known[key], None, 1.0
    match = _LANGUAGE_AT_END.match(header.strip())
    if match:
        tag = language_tag(match["tag"])
        base = known.get(plain(match["base"]))
        if tag and base in IN_LANGUAGES:
            return base, tag, 1.0
    return _loosely(header, key, known)


def _loosely(header: str, key: str, known: Mapping[str, str]) -> tuple[str, str | None, float] | None:
    """What a header may be that is no known name as a whole: with additions, in the plural, or by its last words."""
    # "Competency (required)", "Statement *", "1. Outcome": the words without brackets and counters.
    shorter = plain(re.sub(r"\(.*?\)|\[.*?\]|\*|^\s*\d+[.)]\s*", " ", header))
    if shorter and shorter != key and shorter in known:
        return known[shorter], None, 0.8
    if key.endswith("s") and key[:-1] in known:
        return known[key[:-1]], None, 0.9
    if _LEVEL_NUMBER.match(header.strip()):
        return "level_name", None, 0.9
    words = re.split(r"[\s\-/]+", header.strip())
    if len(words) > 6 or plain(words[0]) in _OF_SOMETHING_ELSE:
        return None
    if plain(words[0]) in ("parent", "padre"):
        return "parent", None, 0.8
    # "MT Competency Statement": the longest known ending.
    for start in range(1, len(words)):
        ending = plain(" ".join(words[start:]))
        if known.get(ending) not in ("statement", "label", "code", "keywords"):
            continue
        if len(ending) >= 8:
            return known[ending], None, 0.6
        if start == len(words) - 1 and ending in _LAST_WORDS:
            return known[ending], None, 0.4
    return None


def language_tag(text: str) -> str | None:
    """``es`` for ``Spanish``, ``español`` or ``es``; ``es-MX`` for ``es_mx``; ``None`` for no known language."""
    lower = text.lower().replace("_", "-")
    if lower in _LANGUAGE_NAMES:
        return _LANGUAGE_NAMES[lower]
    base, _, region = lower.partition("-")
    if base in _LANGUAGE_TAGS:
        return f"{base}-{region.upper()}" if region else base
    return None


def fingerprint(headers: Sequence[str]) -> str:
    """A short name for a header row, the same for the same headers in the same order."""
    joined = "\x1f".join(plain(header) for header in headers)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def propose(
    headers: Sequence[str], remembered: Mapping[str, str] | None = None, empty: Collection[int] = ()
) -> list[Column]:
    """A field for each header. Only one column may be the code, the statement and so on: the surest, then the first.

    ``empty`` are columns without any value; they give way to others.
    """
    columns: list[Column] = []
    numbered = _numbered(headers)
    for index, header in enumerate(headers):
        choice = (remembered or {}).get(_key(header, index))
        if choice is not None:
            field, language = split_language(choice)
            columns.append(Column(index, header, field, language, 1.0, "remembered"))
            continue
        found = recognize(header)
        if index in numbered:
            columns.append(Column(index, header, NUMBERED))
        elif found is None:
            columns.append(Column(index, header, EXTRA, None, 0.0 if header.strip() else 1.0))
        else:
            columns.append(Column(index, header, *found))
    return _codes_beside_names(_levels_before_statements(_settle(columns, empty)), headers)


def _levels_before_statements(columns: list[Column]) -> list[Column]:
    """ "Level 1", "Level 2", "Level 3": the hierarchy, the last one holding the items; but levels of performance where
    they stand right of the statement."""
    levels = [column for column in columns if _LEVEL_NUMBER.match(column.header.strip())]
    statement = next((column for column in columns if column.field == "statement"), None)
    field: dict[int, str] = {}
    if statement is not None or len(levels) < 2:
        at = statement.index if statement is not None else -1
        field = {column.index: EXTRA for column in levels if column.index > at}
    elif not any(column.field == NUMBERED for column in columns):
        field = {levels[-1].index: "statement"}
    return [
        Column(column.index, column.header, field[column.index], None, 0.9, column.source)
        if column.index in field and column.field == "level_name"
        else column
        for column in columns
    ]


def _numbered(headers: Sequence[str]) -> set[int]:
    """Columns like "Outcome 1", "Outcome 2": two or more with one name for statements and a number each."""
    by_name: dict[str, list[int]] = {}
    for index, header in enumerate(headers):
        match = re.match(r"^(.*?\D)[\s#.]*\d{1,2}\W*$", header.strip())
        if match and aliases().get(plain(match[1])) == "statement":
            by_name.setdefault(plain(match[1]), []).append(index)
    return {index for members in by_name.values() if len(members) > 1 for index in members}


_CODE_AT_END = re.compile(
    r"^(?P<base>.*?\S)[\s_\-]*(?:code|id|no\.?|number|num|nr\.?|#|código|número|clave)$", re.IGNORECASE
)
_CODE_AT_START = re.compile(
    r"^(?:code|id|código|clave)\s+(?:of\s+|de\s+|del\s+|de la\s+)?(?P<base>\S.*)$", re.IGNORECASE
)


def _codes_beside_names(columns: list[Column], headers: Sequence[str]) -> list[Column]:
    """ "Strand", "Strand code", "Standard", "Standard code": each code belongs to the column that it names."""
    named = {plain(column.header): column for column in columns if column.field in ("level_name", "statement")}
    if not any(column.field == "level_name" for column in columns):
        return columns
    found: dict[int, str] = {}
    for index, header in enumerate(headers):
        match = _CODE_AT_END.match(header.strip()) or _CODE_AT_START.match(header.strip())
        owner = named.get(plain(match["base"])) if match else None
        if owner is not None and columns[index].field in ("code", EXTRA, "order", "group_code", "identifier"):
            found[index] = "code" if owner.field == "statement" else "level_code"
    if not found:
        return columns
    own_code = "code" in found.values()
    return [
        Column(column.index, column.header, found[column.index], None, 1.0, column.source)
        if column.index in found
        else Column(column.index, column.header, EXTRA, None, 0.0, column.source)
        if own_code and column.field == "code"
        else column
        for column in columns
    ]


def is_code_of(header: str, name: str) -> bool:
    """Whether one header names the code of another: "Strand code" of "Strand"."""
    match = _CODE_AT_END.match(header.strip()) or _CODE_AT_START.match(header.strip())
    return match is not None and plain(match["base"]) == plain(name)


def _settle(columns: list[Column], empty: Collection[int]) -> list[Column]:
    """Give each single field to one column; the others become what they can be else."""
    best: dict[tuple[str, str | None], Column] = {}
    for column in columns:
        if column.field in SEVERAL_COLUMNS:
            continue
        place = (column.field, column.language)
        rival = best.get(place)
        if rival is not None and plain(rival.header) == plain(column.header) and rival.index not in empty:
            continue  # the same name twice: the first one is meant
        if rival is None or (column.index not in empty, _rank(column)) > (rival.index not in empty, _rank(rival)):
            best[place] = column
    settled: list[Column] = []
    for column in columns:
        place = (column.field, column.language)
        if column.field in SEVERAL_COLUMNS or best[place] is column:
            settled.append(column)
        else:
            settled.append(_second_choice(column, best))
    return settled


_SPECIFIC = ("statement", "text", "enunciado", "studentswill", "learnerswill", "ableto", "complete", "full")
_VAGUE = ("description", "descripcion", "text", "texto")


def names_statements(header: str) -> bool:
    """Whether a header says beyond doubt that it heads sentences: "Full statement", "Students will be able to"."""
    key = plain(header)
    return key not in _VAGUE and any(word in key for word in _SPECIFIC)


def _rank(column: Column) -> tuple[bool, float, int, int]:
    """Chosen and sure before guessed; "statement" before "outcome" before "description"; of equals the last statement
    ("Competency | Performance indicator": the indicator is the item, the competency the level above)."""
    key = plain(column.header)
    specific = 0 if key in _VAGUE else 2 if names_statements(column.header) else 1
    late = column.index if column.field == "statement" else -column.index
    return column.source != "header", column.confidence, specific, late


def _second_choice(column: Column, best: dict[tuple[str, str | None], Column]) -> Column:
    other = EXTRA
    winner = best.get((column.field, column.language))
    if winner is not None and plain(winner.header) == plain(column.header):
        return Column(column.index, column.header, EXTRA, None, 0.0, column.source)
    if column.field == "statement":
        if plain(column.header) in _VAGUE:
            other = "comment" if ("comment", None) not in best else EXTRA
        elif column.confidence == 1.0 and column.index < best[("statement", column.language)].index:
            other = "level_name"
    return Column(column.index, column.header, other, column.language, column.confidence * 0.7, column.source)


def split_language(choice: str) -> tuple[str, str | None]:
    """``label@es`` is the field ``label`` in Spanish."""
    field, _, language = choice.partition("@")
    return field, language or None


def _key(header: str, index: int) -> str:
    return " ".join(header.split()) or column_letter(index)


def apply_mapping(columns: list[Column], mapping: Mapping[str, Any]) -> list[Column]:
    """The columns as a person's mapping document says.

    The document is ``{"columns": {HEADER: FIELD}}`` or just ``{HEADER: FIELD}``; a header may also be a column letter
    (``"C"``), the field may name a language (``"label@es"``). Raises :class:`ImportRefused` for a field or a header
    that does not exist.
    """
    wanted = mapping.get("columns", mapping)
    if not isinstance(wanted, Mapping):
        raise ImportRefused('The mapping needs the form {"columns": {"Header": "field"}}.')
    by_header = {plain(column.header): column for column in reversed(columns) if plain(column.header)}
    by_header.update({_key(column.header, column.index).casefold(): column for column in reversed(columns)})
    chosen: dict[int, Column] = {}
    for header, choice in wanted.items():
        column = by_header.get(header.casefold()) or by_header.get(plain(header))
        if column is None:
            column = next((found for found in columns if column_letter(found.index) == header.strip().upper()), None)
        if column is None:
            continue  # one mapping may serve several sheets
        field, language = split_language(str(choice))
        if field not in FIELDS:
            raise ImportRefused(
                f'The mapping gives column "{header}" the field "{field}", which does not exist. '
                f"Choose one of: {', '.join(FIELDS)}."
            )
        chosen[column.index] = Column(column.index, column.header, field, language, 1.0, "chosen")
    merged = [chosen.get(column.index, column) for column in columns]
    taken = {(column.field, column.language) for column in chosen.values() if column.field not in SEVERAL_COLUMNS}
    return [
        Column(column.index, column.header, EXTRA, None, 0.0, column.source)
        if column.index not in chosen and (column.field, column.language) in taken
        else column
        for column in merged
    ]
