# SPDX-License-Identifier: Apache-2.0
"""Codes that carry the hierarchy: ``MT.SAF.1.1`` belongs under ``MT.SAF.1``, ``A-1-a`` under ``A-1``."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PARTS = re.compile(r"[^\W\d_]+|\d+")
_CODE = re.compile(r"^[^\W_]{1,12}(?:[.\-_/:·]?\s?[^\W_]{1,8}){0,8}[.):]?$")
_IN_TEXT = re.compile(
    r"^(?P<code>(?:[A-Z]{1,8}[.\- ]?)?\d+(?:[.\-]\d+|[.\-]?[A-Za-z](?![A-Za-z]))*|[A-Z]{1,8}(?:[.\-][A-Za-z0-9]{1,6})+"
    r"|[A-Za-z](?=[.)]))[.):]?\s*[–—:\-]?\s+(?P<text>\S.*)$",
    re.DOTALL,
)

CodeKey = tuple[str, ...]


def code_key(code: str) -> CodeKey:
    """The letters and numbers of a code, without the signs between: ``A-1-a``, ``A.1.a`` and ``a1a`` are the same."""
    return tuple(_PARTS.findall(code.casefold()))


def looks_like_code(text: str) -> bool:
    """Whether a text can be a code: short, with a digit or a sign inside or all capitals, no words."""
    if len(text) > 32 or not _CODE.match(text):
        return False
    words = text.split()
    if len(words) > 2 or (len(words) == 2 and not any(sign.isdigit() for sign in words[1])):
        return False
    return any(sign.isdigit() for sign in text) or "." in text[:-1] or (text.isupper() and len(text) <= 8)


def code_parents(keys: Sequence[CodeKey]) -> list[int | None]:
    """For each code the index of the item it belongs under, or ``None``.

    The parent is the item with the longest code that this one continues. ``1.0`` counts as the parent of ``1.1``
    where no item ``1`` is there. Of items with the same code the last one above is taken.
    """
    first: dict[CodeKey, int] = {}
    for index, key in enumerate(keys):
        if key:
            first.setdefault(key, index)
    seen: dict[CodeKey, int] = {}
    parents: list[int | None] = []
    for index, key in enumerate(keys):
        parent: int | None = None
        for length in range(len(key) - 1, 0, -1):
            start = key[:length]
            for candidate in (start, (*start, "0")):
                if candidate == key:
                    continue
                parent = seen.get(candidate, first.get(candidate))
                if parent is not None:
                    break
            if parent is not None:
                break
        parents.append(parent)
        if key:
            seen[key] = index
    return parents


def code_from_text(text: str) -> tuple[str, str] | None:
    """``("1.2.3", "Apply ...")`` for ``1.2.3 Apply ...``, or ``None``. A lone number needs a sign after it, because a
    statement may begin with one ("3 safety rules")."""
    match = _IN_TEXT.match(text)
    if match is None:
        return None
    code, rest = match["code"].strip(), match["text"].strip()
    if len(code_key(code)) == 1 and text[len(code) : len(code) + 1] not in (".", ")", ":"):
        return None
    return code, rest


def course_number(text: str) -> str | None:
    """``MECH 110`` for ``MECH-110``: catalogs write course numbers with a space. ``None`` when it is none."""
    match = re.match(r"^([A-Z]{2,6})[-_](\d{2,4}[A-Z]?)$", text)
    return f"{match[1]} {match[2]}" if match else None


def order_number(text: str) -> str | None:
    """The number or letter of ``1.``, ``(2)``, ``SLO 3``, ``c)``; ``None`` when the text is something else."""
    match = re.match(r"^\W*(?:[A-Za-z]+[\s#.:\-]*(?=\d)|[A-Za-z]+[\s#.:\-]+)?#?(\d+(?:\.0)?|[A-Za-z])\W*$", text)
    if match is None:
        return None
    return match[1].removesuffix(".0")
