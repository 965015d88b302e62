# SPDX-License-Identifier: Apache-2.0
"""The tables of a project: the same on SQLite and PostgreSQL, described for readers in ``docs/file-format.md``.

Rows point at each other by ``id`` without foreign-key constraints: an imported file may name a parent or a
competency that does not exist, and such a value is kept and shown as a finding (FW07, BG05), never dropped.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""Made once: ``json.dumps`` with options makes an encoder for every call, a tenth of the time of a large import."""


def to_json(value: Any) -> str:
    """Compact JSON with sorted keys, so that equal values are equal text."""
    # Texts by language and lists of texts are nearly all values there are; the encoder takes three times as long.
    try:
        if type(value) is dict and len(value) < 4:
            members = []
            for key in value if len(value) == 1 else sorted(value):
                text = value[key]
                member = encode_basestring(text) if type(text) is str else _texts(text)
                members.append(f"{encode_basestring(key)}:{member}")
            return f"{{{','.join(members)}}}"
        if type(value) is list:
            return _texts(value)
    except TypeError:  # something else than texts
        pass
    return _ENCODE(value)


def _texts(value: Any) -> str:
    return f"[{','.join(map(encode_basestring, value))}]" if type(value) is list else _ENCODE(value)


class Json(TypeDecorator[Any]):
    """A list or map stored as JSON text. The same on both engines, so that row images are the same too."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else json.loads(value)


class ByteOrder(TypeDecorator[str]):
    """Text that sorts by bytes on both engines: fractional sort keys depend on it."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(collation="C") if dialect.name == "postgresql" else String())


metadata = MetaData()
ITEMS: dict[str, Table] = {}
"""The tables whose rows a person edits. Every change of theirs is in the journal."""


def _items(name: str, *columns: Column[Any]) -> Table:
    """A table of items: a UUID, and what a format brought that has no column of its own (``extra``, by format)."""
    table = Table(name, metadata, Column("id", String, primary_key=True), *columns, Column("extra", Json))
    ITEMS[name] = table
    return table


def _text(name: str) -> Column[Any]:
    """A language map: text by language tag."""
    return Column(name, Json)


project = _items(
    "project",
    _text("name"),
    _text("description"),
    Column("language", String, nullable=False, default="en"),
    Column("languages", Json),  # every language the project writes in, the main one first
    Column("base_url", String),
    Column("glossary", Json),  # abbreviations that need no explanation
    Column("settings", Json),
)

organization = _items(
    "organization",
    Column("ctid", String),
    Column("uri", String),
    Column("code", String),
    _text("name"),
    _text("description"),
    Column("kind", String),
    _text("role"),
    Column("url", String),
    Column("email", String),
    Column("address", Json),
    Column("image_id", String),
    Column("position", ByteOrder),
)

framework = _items(
    "framework",
    Column("ctid", String),
    Column("uri", String),  # the address it came from, when another system owns it
    Column("code", String),
    _text("name"),
    _text("description"),
    Column("language", String),
    Column("languages", Json),
    Column("version", String),
    Column("status", String),  # Draft, Published, Deprecated
    Column("publisher_id", String),
    Column("publisher_name", String),
    Column("date_issued", String),
    Column("valid_from", String),
    Column("valid_until", String),
    Column("next_review", String),
    Column("license", String),
    _text("rights"),
    Column("source", Json),  # list of IRIs
    Column("subjects", Json),  # list of language maps
    Column("education_levels", Json),  # list of texts or IRIs
    Column("occupations", Json),  # list of {scheme, code, title}
    Column("levels", Json),  # list of {level, name}: what the depth of the tree is called
    Column("stages", Json),  # list of {code, name}, perhaps with short, level_id
    Column("position", ByteOrder),
)

competency = _items(
    "competency",
    Column("ctid", String),
    Column("uri", String),
    Column("framework_id", String, nullable=False),
    Column("parent_id", String),  # None: top of the framework
    Column("position", ByteOrder, nullable=False),  # fractional sort key among siblings
    Column("code", String),
    _text("statement"),
    _text("label"),
    _text("comment"),
    Column("item_type", String),  # Domain, Area, Competency, Performance indicator, ...
    Column("category", String),  # Skill, Knowledge, ...
    Column("complexity", String),  # Bloom level
    Column("stages", Json),  # list of stage codes
    Column("keywords", Json),  # {language: [text]}
    Column("education_levels", Json),
    Column("occupations", Json),  # list of {scheme, code, title}
    Column("list_id", String),
    Column("weight", Float),
    Column("language", String),
    Column("status", String),
    Column("text_times", Json),  # {field: {language: time of its last edit}}
)

association = _items(
    "association",
    Column("framework_id", String),  # the framework whose author states it
    Column("origin_id", String, nullable=False),
    Column("kind", String, nullable=False),  # one of studio.model.associations.KINDS
    Column("destination_id", String),  # an item of this project ...
    Column("destination_uri", String),  # ... or an address elsewhere
    Column("destination_name", String),
    _text("note"),
    Column("position", ByteOrder),
)

concept_scheme = _items(
    "concept_scheme",
    Column("ctid", String),
    Column("uri", String),
    Column("code", String),
    _text("name"),
    _text("description"),
    Column("language", String),
    Column("publisher_id", String),
    Column("status", String),
    Column("position", ByteOrder),
)

concept = _items(
    "concept",
    Column("ctid", String),
    Column("uri", String),
    Column("scheme_id", String, nullable=False),
    Column("parent_id", String),
    Column("position", ByteOrder, nullable=False),
    Column("notation", String),
    _text("label"),
    _text("definition"),
    _text("note"),
)

progression_model = _items(
    "progression_model",
    Column("ctid", String),
    Column("uri", String),
    Column("code", String),
    _text("name"),
    _text("description"),
    Column("language", String),
    Column("publisher_id", String),
    Column("status", String),
    Column("position", ByteOrder),
)

progression_level = _items(
    "progression_level",
    Column("ctid", String),
    Column("uri", String),
    Column("model_id", String, nullable=False),
    Column("parent_id", String),
    Column("position", ByteOrder, nullable=False),
    Column("notation", String),
    _text("label"),
    _text("definition"),
    _text("note"),
)

rubric = _items(
    "rubric",
    Column("ctid", String),
    Column("uri", String),
    _text("name"),
    _text("description"),
    Column("language", String),
    Column("passing_level_id", String),
    _text("passing_rule"),
)

rubric_level = _items(
    "rubric_level",
    Column("rubric_id", String, nullable=False),
    Column("position", ByteOrder, nullable=False),
    _text("name"),
    Column("value", Float),
)

rubric_criterion = _items(
    "rubric_criterion",
    Column("rubric_id", String, nullable=False),
    Column("position", ByteOrder, nullable=False),
    _text("name"),
    _text("description"),
    Column("weight", Float),
    Column("competency_id", String),
    Column("competency_code", String),  # as written, when no such competency is known
)

criterion_level = _items(
    "criterion_level",
    Column("criterion_id", String, nullable=False),
    Column("level_id", String, nullable=False),
    _text("description"),
)

badge = _items(
    "badge",
    Column("ctid", String),
    Column("uri", String),
    Column("code", String),
    _text("name"),
    _text("description"),
    _text("criteria"),  # Markdown
    Column("criteria_url", String),
    Column("achievement_type", String),  # Open Badges 3.0 AchievementType
    Column("trusted_type", String),  # 1EdTech TrustEd: Knowledge, Application, ...
    Column("issuer_id", String),
    Column("language", String),
    Column("version", String),
    Column("status", String),
    Column("image_id", String),
    _text("image_alt"),
    Column("rubric_id", String),
    _text("assessment_method"),
    _text("assessor"),
    _text("supervision"),
    Column("evidence", Json),  # list of language maps
    Column("workload_hours", Float),
    _text("level"),
    _text("credit"),
    Column("credits_available", Float),
    Column("validity_months", Integer),
    Column("never_expires", Boolean),
    _text("validity_note"),  # why it does not expire
    _text("renewal"),
    Column("tags", Json),  # {language: [text]}
    Column("stack", Json),  # list of language maps
    _text("quality_assurance"),
    Column("endorser_ids", Json),  # organizations
    _text("participation"),
    Column("cost", Float),
    Column("currency", String),
    _text("appeal"),
    _text("contact"),
    Column("position", ByteOrder),
    Column("text_times", Json),
)

alignment = _items(
    "alignment",
    Column("badge_id", String, nullable=False),
    Column("position", ByteOrder, nullable=False),
    Column("competency_id", String),
    Column("target_code", String),
    Column("target_url", String),
    Column("target_name", String),
    Column("target_description", String),
    Column("target_framework", String),
    Column("target_type", String),  # Open Badges 3.0 AlignmentTargetType
)

resource = _items(
    "resource",
    Column("ctid", String),
    Column("uri", String),
    Column("standard", String, nullable=False),  # ctdl, case, ...: whose terms type and content are in
    Column("type", String),  # the class as the standard names it, for example ceterms:Course
    Column("code", String),
    _text("name"),
    _text("description"),
    Column("document_id", String),  # the item whose document it came in; None: it heads a document of its own
    Column("content", Json),  # the whole record in the standard's own terms
    Column("position", ByteOrder),
)

asset = _items(
    "asset",
    Column("name", String),
    Column("media_type", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

accepted_finding = _items(
    "accepted_finding",
    Column("rule", String, nullable=False),
    Column("item_id", String, nullable=False),
    Column("fingerprint", String),  # of the text it was accepted for; a change brings the finding back
    Column("reason", String, nullable=False),
    Column("author", String),
    Column("accepted_at", String),
)

named_version = _items(
    "named_version",
    Column("name", String, nullable=False),
    Column("note", String),
    Column("journal_seq", Integer, nullable=False),
    Column("created_at", String),
)

# Below: bookkeeping, not edited by hand and not in the journal.

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),  # edit, undo, redo
    Column("label", String, nullable=False),
    Column("at", String, nullable=False),
    Column("author", String, nullable=False),
    Column("state", String),  # of an edit: done, undone, dropped; begun: where the project began, not taken back
    Column("source", Integer),  # of an undo or redo: the edit whose images it applies
    Column("merge_key", String),  # edits with the same key grow together
    Column("selection_before", Json),
    Column("selection_after", Json),
    Column("tables", Json),  # {table: number of rows}
    Column("images", LargeBinary),  # zlib-compressed JSON, see studio.model.journal
)
Index("journal_state", journal.c.state, journal.c.seq)

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

search_text = Table(
    "search_text",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("item_id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("body", Text, nullable=False),
)

Index("competency_children", competency.c.framework_id, competency.c.parent_id, competency.c.position)
Index("competency_parent", competency.c.parent_id)
Index("competency_code", competency.c.framework_id, competency.c.code)
Index("competency_ctid", competency.c.ctid)
Index("association_origin", association.c.origin_id)
Index("association_destination", association.c.destination_id)
Index("concept_children", concept.c.scheme_id, concept.c.parent_id, concept.c.position)
Index("progression_level_children", progression_level.c.model_id, progression_level.c.position)
Index("rubric_level_rubric", rubric_level.c.rubric_id, rubric_level.c.position)
Index("rubric_criterion_rubric", rubric_criterion.c.rubric_id, rubric_criterion.c.position)
Index("rubric_criterion_competency", rubric_criterion.c.competency_id)
Index("criterion_level_criterion", criterion_level.c.criterion_id)
Index("alignment_badge", alignment.c.badge_id, alignment.c.position)
Index("alignment_competency", alignment.c.competency_id)
Index("resource_document", resource.c.document_id, resource.c.position)
Index("resource_ctid", resource.c.ctid)
Index("resource_uri", resource.c.uri)
Index("accepted_finding_item", accepted_finding.c.item_id)
