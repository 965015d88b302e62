# SPDX-License-Identifier: Apache-2.0
"""Small repairs of outcome statements. Each is a text and a reason; none is made without being listed.

They are for sheets written by hand. A sheet with identifiers comes from a system, and its wording stays as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

_BULLET = re.compile(r"^(?:[•·▪▫●○◦‣∙■□►▸➢✓\u2043\uf0b7\uf0a7]\s*|[–—*\-]\s+|o\s+(?=[A-ZÁÉÍÓÚÑ]))+")
_ABLE = re.compile(
    r"^(?:t?swbat\b|(?:by the end of [^,]{3,60},\s*)?(?:the\s+)?(?:students?|learners?|graduates?|participants?)\s+"
    r"(?:will|should)\s+(?:be able to|be expected to)\b|(?:the\s+)?(?:learners?|students?)\s+(?:is|are)\s+able to\b"
    r"|(?:el|la|los|las)\s+(?:estudiantes?|alumn[oa]s?|aprendices|aprendiz)\s+(?:será[n]?\s+capa(?:z|ces)\s+de|podrá[n]?)\b)"
    r"\s*[:,;…\-–]*\s*(?:to\s+)?",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[rl][sd]quo|[nm]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_FIRST_WORD = re.compile(r"^[^\W\d_]+")


_WORD_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnpqrstuvwxyz")
"""Letters that no bullet is."""
_MAY_BE_ABLE = frozenset("tsblgpeTSBLGPEſ")
"""First letters of what :data:`_ABLE` takes away. Most statements are told by these two at a glance."""


def _without_bullet(text: str) -> str:
    return text if text[:1] in _WORD_SIGNS else _BULLET.sub("", text)


def _without_able(text: str) -> str:
    return _ABLE.sub("", text) if text[:1] in _MAY_BE_ABLE else text


@dataclass(frozen=True, slots=True)
class Habits:
    """How most statements of the file are written, so that only the odd ones out are repaired."""

    capital: bool
    full_stop: bool


def habits(statements: Iterable[str]) -> Habits:
    """Read the habits off the statements: more than half decide. Headings ("Hand tools") say nothing about full stops
    where there are sentences."""
    total = capitals = stops = sentences = full_sentences = 0
    for statement in statements:
        text = _without_able(_without_bullet(statement.strip()))
        if not text:
            continue
        total += 1
        capitals += text[:1].isupper()
        stops += text.endswith(".")
        if text.count(" ") > 2:
            sentences += 1
            full_sentences += text.endswith(".")
    full_stop = full_sentences * 2 > sentences if sentences else stops * 2 > total
    return Habits(capital=total > 0 and capitals * 2 >= total, full_stop=full_stop)


def repair_statement(text: str, usual: Habits) -> tuple[str, str]:
    """The repaired statement and the reasons, joined; the reasons are ``""`` when nothing was changed."""
    reasons: list[str] = []
    repaired = text.strip()
    if repaired != text:
        reasons.append("Spaces around the text removed")
    if "&" in repaired and _ENTITY.search(repaired):
        repaired = html.unescape(repaired)
        reasons.append("Codes of a web page turned into their signs")
    if not repaired.isascii() and ("\u00a0" in repaired or "\u202f" in repaired):
        repaired = re.sub(r" *[\u00a0\u202f] *", " ", repaired)
        reasons.append("Non-breaking spaces turned into spaces")
    without_bullet = _without_bullet(repaired)
    if without_bullet and without_bullet != repaired:
        repaired = without_bullet
        reasons.append("Bullet removed")
    match = _ABLE.match(repaired) if repaired[:1] in _MAY_BE_ABLE else None
    if match and len(repaired) > match.end():
        prefix = repaired[: match.end()].strip(" :,;…-–")
        repaired = repaired[match.end() :]
        reasons.append(f'"{prefix}" removed')
    if (usual.capital or match) and repaired[:1].islower():
        word = _FIRST_WORD.match(repaired)
        # Not "pH", "iPad" or "x-ray": only a word that is all small letters and longer than one.
        if word and word[0].islower() and (len(word[0]) > 1 or repaired[1:2] == " "):
            repaired = repaired[0].upper() + repaired[1:]
            reasons.append("Capital letter added")
    if not usual.full_stop and repaired.endswith(".") and not repaired.endswith("..") and not _abbreviation(repaired):
        repaired = repaired[:-1].rstrip()
        reasons.append("Full stop removed, as in the other statements")
    return (repaired, "; ".join(reasons)) if repaired else (text, "")


def _abbreviation(text: str) -> bool:
    """Whether the last full stop belongs to a short form ("etc.", "U.S.") or ends one of several sentences."""
    last = text.rsplit(None, 1)[-1]
    return last.casefold() in ("etc.", "e.g.", "i.e.", "inc.", "approx.") or last.count(".") > 1 or ". " in text
