# SPDX-License-Identifier: Apache-2.0
"""Single values of Registry Assistant requests as CTDL writes them: addresses, dates, durations, codes, concepts."""

from __future__ import annotations

import re
from typing import Any

from studio.standards import ctdl
from studio.standards.assistant_fields import concept, scheme_address
from studio.standards.ctdl_values import ONET_FRAMEWORK, ONET_SUMMARY

LABELS = "en-US"
"""The language of the vocabulary's own names."""

ONET = (ONET_FRAMEWORK, "Standard Occupational Classification")
CIP = ("https://nces.ed.gov/ipeds/cipcode/Default.aspx?y=55", "Classification of Instructional Programs")
NAICS = ("https://www.naics.com/", "NAICS - North American Industry Classification System")

_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T].*)?$")
_LOOSE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_UNITS = (("years", "Y"), ("months", "M"), ("weeks", "W"), ("days", "D"))
_TIMES = (("hours", "H"), ("minutes", "M"))

DURATION_PARTS = frozenset({"duration_iso8601", "hasvalue", *(name for name, _ in (*_UNITS, *_TIMES))})
"""The fields of a duration, in lower case."""


def date(text: str) -> str:
    """``2020-06-01`` for ``2020-6-1``, ``6/1/2020 12:00:00 AM``; a date with a time loses the time. Else the text."""
    american = _AMERICAN.match(text)
    if american:
        month, day, year = (int(part) for part in american.groups())
    else:
        loose = _LOOSE.match(text)
        if not loose:
            return text
        year, month, day = (int(part) for part in loose.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else text


def duration(value: dict[str, Any]) -> str | None:
    """An ISO 8601 duration out of years, months ... minutes, or the one that is given; ``None``: no duration."""
    parts = {name.lower(): part for name, part in value.items()}
    given = parts.get("duration_iso8601")
    if isinstance(given, str) and given.strip():
        return given.strip()
    days = "".join(f"{number(parts[name])}{unit}" for name, unit in _UNITS if _counts(parts.get(name)))
    times = "".join(f"{number(parts[name])}{unit}" for name, unit in _TIMES if _counts(parts.get(name)))
    return f"P{days}{'T' + times if times else ''}" if days or times else None


def _counts(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def number(value: float) -> str:
    """``2`` for ``2.0``."""
    return str(int(value)) if value == int(value) else str(value)


def address(text: str) -> str:
    """A web address without blanks around it and without the slash at its end, as the registry keeps addresses."""
    text = text.strip()
    return text.rstrip("/") if text.lower().startswith(("http://", "https://")) else text


def occupation_code(text: str) -> str:
    """``53-3032.00`` for ``533032``, ``53-3032`` and ``53-3032.00``; anything else without blanks around it."""
    digits = re.fullmatch(r"\s*(\d{2})-?(\d{4})(?:\.?(\d{2}))?\s*", text)
    return f"{digits[1]}-{digits[2]}.{digits[3] or '00'}" if digits else text.strip()


def alignment(**parts: Any) -> dict[str, Any]:
    """An alignment object with these parts, by the local names of their properties; those that are empty left out."""
    found = {f"ceterms:{name}": value for name, value in parts.items() if value}
    return {"@type": "ceterms:CredentialAlignmentObject", **found}


def concept_object(scheme: str, text: str, language: str) -> dict[str, Any]:
    """A concept as an alignment object; a name that its scheme does not have stays a name."""
    known = concept(scheme, text) if scheme else None
    if known is None:
        return alignment(targetNodeName={language: text.strip()})
    return alignment(
        framework=scheme_address(scheme),
        frameworkName={LABELS: scheme.partition(":")[2]},
        targetNode=known[0],
        targetNodeName={LABELS: known[1]},
    )


def concept_address(scheme: str, text: str) -> str:
    """A concept as its address. Publication statuses have full addresses, others the short name."""
    known = concept(scheme, text)
    if known is None:
        return text.strip()
    if scheme == "ceasn:PublicationStatus":
        return ctdl.STATUSES.get(known[0].partition(":")[2], known[0])
    return known[0]


def occupation(text: str) -> dict[str, Any]:
    """An O*NET-SOC code as an alignment object. Its title is not in the request."""
    code = occupation_code(text)
    known = re.fullmatch(r"\d{2}-\d{4}\.\d{2}", code) is not None
    return alignment(
        codedNotation=code,
        framework=ONET[0],
        frameworkName={LABELS: ONET[1]},
        targetNode=ONET_SUMMARY + code if known else None,
    )


def classified(framework: tuple[str, str], text: str) -> dict[str, Any]:
    """A code of a classification as an alignment object."""
    return alignment(codedNotation=text.strip(), framework=framework[0], frameworkName={LABELS: framework[1]})
