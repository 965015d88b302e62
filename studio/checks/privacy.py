# SPDX-License-Identifier: Apache-2.0
"""BG24: personal data in what will be public. Patterns are careful: a false alarm teaches people to ignore the rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.checks.rules import Finding, found, rule
from studio.checks.snapshot import Badge, Snapshot

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<![\w.-])(?:"
    r"\+\d{1,3}[ .-]?(?:\(?\d{1,4}\)?[ .-]?){2,5}\d{2,4}"  # +49 30 123456
    r"|(?:1[ .-])?\(\d{3}\) ?\d{3}[ .-]\d{4}"  # (555) 555-0100
    r"|(?:1[ .-])?\d{3}[.-]\d{3}[.-]\d{4}"  # 555-555-0100
    r"|\d{3}-\d{4}"  # 555-0100
    r")(?![\w-]|\.\d)"
)
_NUMBER = re.compile(
    r"(?:\b(?:student|learner|pupil|employee|badge holder)(?:'s|’s)?\s+(?:id|no\.?|number|identifier)\b[\s:#]*"
    r"[A-Z]{0,3}-?\d{4,12}\b)|(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sr|Sra|Coach)\.? [A-ZÁÉÍÓÚÑ][\w'’-]+(?: [A-ZÁÉÍÓÚÑ][\w'’-]+)?"
    r"|(?<=[Cc]ontact )[A-Z][a-z]+ [A-Z][a-z]+(?= (?:at|by|on|for|\()|[,.]|$)"
)
_KINDS = (
    ("an e-mail address", _EMAIL),
    ("a number of a person", _NUMBER),
    ("a phone number", _PHONE),
    ("a name", _NAME),
)

_COLUMNS = (
    *("name", "description", "criteria", "image_alt", "assessment_method", "assessor", "supervision", "level"),
    *("credit", "validity_note", "renewal", "quality_assurance", "participation", "appeal", "contact"),
)


def personal_data(text: str) -> tuple[str, str, tuple[int, int]] | None:
    """The first personal data in a text: what kind it is, the words, and where."""
    for kind, pattern in _KINDS:
        match = pattern.search(text)
        if match:
            return kind, match.group(), match.span()
    return None


@rule("BG24", "badge")
def nothing_personal(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """Names, e-mail, phone or student numbers in any text of a badge or its rubric. One finding a text."""
    for field, language, text in _texts(badge):
        seen = personal_data(text)
        if seen:
            kind, words, span = seen
            yield found(
                "BG24",
                "badge",
                badge,
                f'"{words}" looks like {kind}. Badge definitions are public; name a role or a page instead.',
                field=field,
                language=language,
                span=span,
                text=text,
            )


def _texts(badge: Badge) -> Iterator[tuple[str, str, str]]:
    for column in _COLUMNS:
        for language, text in (badge.row[column] or {}).items():
            yield column, language, text
    for column in ("evidence", "stack"):
        for entry in badge.row[column] or []:
            for language, text in (entry if isinstance(entry, dict) else {badge.language: str(entry)}).items():
                yield column, language, text
    for language, tags in (badge.row["tags"] or {}).items():
        yield "tags", language, ", ".join(tags)
    if badge.rubric is not None:
        for criterion in badge.rubric.criteria:
            for texts in (criterion.name, criterion.description, *criterion.levels):
                for language, text in texts.items():
                    yield "rubric", language, text
