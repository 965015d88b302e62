# SPDX-License-Identifier: Apache-2.0
"""Text hygiene: what copying leaves behind in a text, and the text without it. Pure functions."""

from __future__ import annotations

import html
import re

_INVISIBLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b\ufeff]")
# No-width joiners stay: emoji and Persian need them. So do direction marks.
_SPACES = re.compile("[ \t\u00a0\u2002-\u200a]{2,}|[\t\u00a0]")
_BULLET = re.compile(r"^\s*(?:[•‣◦▪▫●○■□·∙➢➤►✓✔*–—]|-(?=\s)|\(?(?:[a-zA-Z]|\d{1,2})[.)](?=\s+\S))\s*")
_TRAILING_NUMBER = re.compile(r"(?<=[^\W\d_][.!?])\s*\d{1,3}\s*$")
_TAG = re.compile(
    r"</?(?:a|b|br|code|div|em|font|h[1-6]|hr|i|img|li|o:p|ol|p|pre|span|strong|sub|sup|table|tbody|td|th|tr|u|ul)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_SUSPICIOUS = re.compile(r"[^\w ,.;:!?/%-]|  |\A[\s-]|\s\Z|\d\s*\Z|\A\w{1,2}\.")
"""One quick look that lets most clean texts pass."""
_PAIRS = {")": "(", "]": "[", "}": "{"}
_LIST_MARK = re.compile(r"(?:(?<=\s)|(?<=^))\w{1,3}\)")  # "a) ... b) ..." closes nothing
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})


def trouble(text: str, lines: bool = False) -> list[str]:
    """What is unclean about a text, in words, worst first; an empty list for a clean one.

    ``lines``: the text may have several lines, each with its own bullet (comments, descriptions).
    """
    if not _SUSPICIOUS.search(text):
        return []
    found = []
    if _TAG.search(text) or _ENTITY.search(text):
        found.append("HTML tags")
    if not lines and _BULLET.match(text):
        found.append("a leading bullet")
    if _TRAILING_NUMBER.search(text):
        found.append("a number at the end")
    if _SPACES.search(text) or text != text.strip() or (not lines and "\n" in text):
        found.append("extra spaces")
    if _INVISIBLE.search(text) or "\r" in text:
        found.append("invisible characters")
    if _mixes_quotes(text):
        found.append("straight and curly quotes mixed")
    if not balanced(text):
        found.append("brackets that do not match")
    return found


def clean_text(text: str, lines: bool = False) -> str:
    """The text without what copying left behind. Cleaning twice changes nothing more; brackets are left alone.

    A text that is nothing but left-overs is returned unchanged: what it should say is for a person to decide.
    """
    cleaned = text
    while True:
        once = _clean_once(cleaned, lines)
        if once == cleaned:
            return cleaned or text
        cleaned = once


def balanced(text: str) -> bool:
    """Whether every bracket has its partner; ``a)`` in a list needs none."""
    if not any(sign in text for sign in "()[]{}"):
        return True
    open_signs: list[str] = []
    without_marks = _LIST_MARK.sub("", text) if text.count(")") > text.count("(") else text
    for sign in without_marks:
        if sign in "([{":
            open_signs.append(sign)
        elif sign in _PAIRS and (not open_signs or open_signs.pop() != _PAIRS[sign]):
            return False
    return not open_signs


def _clean_once(text: str, lines: bool) -> str:
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _TAG.sub(" ", text)
    text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    if not lines:
        text = _BULLET.sub("", text.replace("\n", " "))
    text = _TRAILING_NUMBER.sub("", _SPACES.sub(" ", text))
    if _mixes_quotes(text):
        text = text.translate(_QUOTES)
    return text.strip()


def _mixes_quotes(text: str) -> bool:
    return ('"' in text and any(sign in text for sign in "“”")) or ("'" in text and any(sign in text for sign in "‘’"))
