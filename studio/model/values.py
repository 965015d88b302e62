# SPDX-License-Identifier: Apache-2.0
"""Small values that every room uses: language maps, identifiers, times."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime

LanguageMap = dict[str, str]
"""Text by BCP 47 language tag, for example ``{"en": "Safety", "es": "Seguridad"}``."""

_CTID = re.compile(r"ce-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
"""The two highest bits of this digit are 10 (RFC 9562, 4.1)."""


def new_id() -> str:
    """A new UUID (version 4), lower case. Identifiers are made once and never change."""
    # What str(uuid.uuid4()) gives, without the object between: an import of 100,000 rows makes 200,000 of them.
    text = os.urandom(16).hex()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{_VARIANT[text[16]]}{text[17:20]}-{text[20:]}"


def new_ctid() -> str:
    """A new CTID: ``ce-`` and a lower-case UUID version 4, 39 characters (Credential Registry)."""
    return f"ce-{new_id()}"


def is_ctid(text: str) -> bool:
    """Whether the text is a well-formed CTID. Any UUID version is accepted: some 4 % of live ones are not version 4."""
    return _CTID.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Whether the text is a lower-case UUID in its usual form."""
    return _UUID.fullmatch(text) is not None


def now() -> str:
    """The present moment in UTC, ``2026-11-02T13:41:07Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_language(texts: Mapping[str, str] | None, language: str = "en") -> str:
    """The text in the language asked for, else in the same language of another region, else any, else ``""``.

    Never hides text: a project in Spanish shown to an English reader still shows its Spanish words.
    """
    if not texts:
        return ""
    exact = texts.get(language)
    if exact:
        return exact
    base = language.split("-", maxsplit=1)[0].lower()
    for tag, text in texts.items():
        if text and tag.split("-")[0].lower() == base:
            return text
    return next((text for text in texts.values() if text), "")


def with_language(texts: Mapping[str, str] | None, language: str, text: str) -> LanguageMap | None:
    """A copy of the map with one language replaced; an empty text removes it; an empty map becomes ``None``."""
    merged = dict(texts or {})
    if text:
        merged[language] = text
    else:
        merged.pop(language, None)
    return merged or None


def natural_key(code: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts ``MT.2`` before ``MT.10``: digits compare as numbers, the rest as lower-case text."""
    parts = re.split(r"(\d+)", code.lower())
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts if part)
