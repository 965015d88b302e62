# SPDX-License-Identifier: Apache-2.0
"""Finding two outcomes in one statement, and cutting it in two. Pure functions on English text (see FW10)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.checks.words import SENTENCE_END, WORD, Lexicon, sentences

_LONGEST = 2_000
"""Characters looked at: a statement of this length has other troubles (FW11)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two verbs in one statement. ``joint`` and ``span`` are places in the text: the marker and the second verb."""

    first: str
    second: str
    joint: tuple[int, int]
    span: tuple[int, int]
    shared: bool
    """Whether both verbs stand side by side and share what follows: "Build and test a circuit"."""
    more: bool
    """Whether a third verb stands in the same row, so that two parts would not be enough."""


def find_pair(text: str, lexicon: Lexicon) -> Pair | None:
    """The first two verbs that and, or, ";" and the like join, or ``None``.

    The second verb must have the same form as the first one (``Record ... and report``, not ``Record tests and
    reports``). A word that is a noun as often as a verb counts only when an object begins after it (``and record
    the result``) or when a verb stands right before the marker.
    """
    text = text[:_LONGEST]
    opening = WORD.search(text)
    if opening is None:
        return None
    lead = opening.group().lower()
    begins = lead in lexicon.opening_verbs or lexicon.vague.match(text) is not None
    for marker in lexicon.markers.finditer(text):
        following = WORD.match(text, marker.end())
        run = _verbs_before(text, opening.start(), marker.start(), lexicon)
        if len(run) >= 2:
            return Pair(run[0][0], run[1][0], marker.span(), run[1][1], shared=False, more=True)
        if following is None:
            continue
        word = following.group().lower()
        second = lexicon.verbs.get(word)
        if second is None:
            continue
        before = run[0][0] if run else ""
        if before and _same_form(before, word, lexicon):
            alone = run[0][1][0] == opening.start()
            return Pair(before, word, marker.span(), following.span(), shared=alone, more=False)
        if begins and _same_form(lead, word, lexicon) and _takes_object(text, following, second, lexicon):
            return Pair(lead, word, marker.span(), following.span(), shared=False, more=False)
    return None


def split_statement(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The two statements that one statement is cut into, or ``None`` where a person has to decide.

    Every word but the joining one is kept; words after two verbs side by side go to both.
    """
    if len(text) > 400:
        return None
    pair = find_pair(text, lexicon)
    if pair is None:
        parts = sentences(text)
        if len(parts) != 2:
            return None
        end = next(m for m in SENTENCE_END.finditer(text) if text[m.end() :].startswith(parts[1]))
        return _finish(text[: end.start()], text[end.end() :], text)
    if pair.more or _lists_more(text, pair):
        return None
    if pair.shared:
        rest = text[pair.span[1] :]
        return _finish(text[: pair.joint[0]] + rest, text[slice(*pair.span)] + rest, text)
    return _finish(text[: pair.joint[0]], text[pair.span[0] :], text)


def _finish(first: str, second: str, whole: str) -> tuple[str, str] | None:
    first, second = first.strip().rstrip(",;:"), second.strip()
    if not WORD.search(first) or not WORD.search(second):
        return None
    if whole.rstrip().endswith(".") and not first.endswith((".", "!", "?")):
        first += "."
    return first, second[0].upper() + second[1:]


def _lists_more(text: str, pair: Pair) -> bool:
    """Whether the second verb goes on into a third one: "Build and test, then tune"."""
    return re.match(r"\s*,", text[pair.span[1] :]) is not None


def _verbs_before(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[str, tuple[int, int]]]:
    """The row of single verbs that ends right before a marker: "interpret, summarize, evaluate" and ..."""
    found: list[tuple[str, tuple[int, int]]] = []
    window = max(start, end - 200)
    pieces = list(WORD.finditer(text, window, end))
    expected = end
    for index in range(len(pieces) - 1, -1, -1):
        word = pieces[index]
        between = text[word.end() : expected]
        if between.strip() not in ("", ",") or word.group().lower() not in lexicon.verbs:
            break
        comma_before = word.start() == start or (index and text[pieces[index - 1].end() : word.start()].strip() == ",")
        opens = word.start() == start or (index and pieces[index - 1].group().lower() == "to")
        found.append((word.group().lower(), word.span()))
        if opens:
            return found[::-1]
        if not comma_before:
            # The row began after an adverb: "effectively interpret, summarize".
            return found[::-1] if len(found) > 1 else []
        expected = word.start()
    return found[::-1] if len(found) > 1 else []


def _same_form(one: str, other: str, lexicon: Lexicon) -> bool:
    return (one in lexicon.third_person) == (other in lexicon.third_person)


def _takes_object(text: str, verb: re.Match[str], base: str, lexicon: Lexicon) -> bool:
    if base not in lexicon.also_nouns:
        return True
    following = WORD.search(text, verb.end())
    if following is None or text[verb.end() : following.start()].strip():
        return False
    word = following.group().lower()
    return word in lexicon.object_starters or word.endswith("ly") or word[0].isdigit()
