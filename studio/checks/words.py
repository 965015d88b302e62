# SPDX-License-Identifier: Apache-2.0
"""The one place where texts become words: tokens, verbs, syllables, and the language that a text seems to be in.

The lists are ours (``resources/checks/lexicon.json``). A language without a list of verbs has no rule about verbs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from studio.paths import resource

WORD = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*")
"""A word with what hyphens, apostrophes and slashes join to it: ``4-20``, ``lockout/tagout``, ``machine's``."""

SENTENCE_END = re.compile(r"(?<=[^\W_A-Z][.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")
_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|No|Fig|Dr|Mr|Mrs|Ms|St|approx|incl|max|min)\.)$", re.IGNORECASE)

UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo"})
"""Languages written without spaces between words: counting words says nothing there."""


def base(language: str | None) -> str:
    """The language without region or script: ``en`` of ``en-US``."""
    return (language or "").split("-", maxsplit=1)[0].lower()


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return WORD.findall(text.lower())


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop after e.g., No. and the like ends none."""
    found: list[str] = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        if not _NOT_AN_END.search(text, max(start, match.start() - 12), match.start()):
            found.append(text[start : match.start()])
            start = match.end()
    found.append(text[start:])
    return [sentence for sentence in found if WORD.search(sentence)]


def shorten(text: str, most: int = 40) -> str:
    """A text for use inside a message: whole, or its beginning with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


@dataclass(frozen=True)
class Lexicon:
    """The word lists of one language that has verbs."""

    verbs: dict[str, str]
    """Measurable verbs, every form to its base form."""
    opening_verbs: frozenset[str]
    """Every form that may begin a statement: measurable ones and other doing words."""
    third_person: frozenset[str]
    """Those of them that end in -s: "records"."""
    also_nouns: frozenset[str]
    object_starters: frozenset[str]
    vague: re.Pattern[str]
    senses: re.Pattern[str]
    outdated: re.Pattern[str]
    outdated_words: dict[str, str]
    delicate: frozenset[str]
    """One telling word of each entry of ``senses`` and ``outdated``: without any of them neither needs a look."""
    passive: re.Pattern[str]
    markers: re.Pattern[str]
    joints: frozenset[str]
    """The first words of the markers: without any of them, and without a semicolon, there is no marker."""
    attendance: re.Pattern[str]
    degree: re.Pattern[str]
    ignored: frozenset[str]
    task: frozenset[str]
    judged: frozenset[str]
    quiz: frozenset[str]


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = json.loads(resource("checks", "lexicon.json").read_text(encoding="utf-8"))
    return lists


@cache
def lexicon(language: str | None) -> Lexicon | None:
    """The word lists of a language, or ``None`` when we have none with verbs."""
    if language and language != base(language):
        return lexicon(base(language))
    lists = _lists().get(base(language))
    if not isinstance(lists, dict) or "measurable" not in lists:
        return None
    measurable = {verb for verbs in lists["measurable"].values() for verb in verbs}
    opening = measurable.union(lists["also_measurable"])
    participles = _alternatives(lists["irregular_participles"])
    return Lexicon(
        verbs=_forms(measurable),
        opening_verbs=frozenset(_forms(opening)),
        third_person=frozenset(form for verb in opening for form in _third_person(verb)),
        also_nouns=frozenset(lists["also_nouns"]),
        object_starters=frozenset(lists["object_starters"]),
        vague=re.compile(rf"\W*({_alternatives(lists['vague'], 's?')})\b", re.IGNORECASE),
        senses=re.compile(
            rf"(?:^\W*|\b(?:to|and|or|then|can|must)\s+)({_alternatives(lists['sense_words'])})\b", re.IGNORECASE
        ),
        outdated=re.compile(rf"\b({_alternatives(lists['outdated_words'])})\b", re.IGNORECASE),
        outdated_words=lists["outdated_words"],
        delicate=frozenset(
            next(word for word in words(entry) if word not in lists["ignored_words"])
            for entry in (*lists["sense_words"], *lists["outdated_words"])
        ),
        passive=re.compile(
            rf"\b(?:is|are|was|were|(?:can|could|may|might|must|shall|should|will|would) be|(?:has|have|had) been)"
            rf"\s+(?:\w+ly\s+)?(?:\w+ed|{participles})\b",
            re.IGNORECASE,
        ),
        markers=re.compile(rf"(?:{_markers(lists['compound_markers'])})(?:then\s+|to\s+)?", re.IGNORECASE),
        joints=frozenset(marker.split()[0] for marker in lists["compound_markers"]),
        attendance=re.compile(rf"\b(?:{_alternatives(lists['attendance_words'], 's?')})\b", re.IGNORECASE),
        degree=re.compile(
            rf"\b(?:\w+ly|{_alternatives([*lists['degree_words'], *lists['hedges']])})(?!\w)", re.IGNORECASE
        ),
        ignored=frozenset(lists["ignored_words"]),
        task=frozenset(lists["task_words"]),
        judged=frozenset(lists["judged_words"]),
        quiz=frozenset(lists["quiz_words"]),
    )


def _alternatives(entries: Any, ending: str = "") -> str:
    """A pattern of all entries, longer ones first; ``ending`` follows the first word of each (know, knows)."""
    patterns = []
    for entry in sorted(entries, key=len, reverse=True):
        first, *rest = entry.split()
        patterns.append(r"\s+".join([re.escape(first) + ending, *map(re.escape, rest)]))
    return "|".join(patterns)


def _markers(markers: list[str]) -> str:
    parts = []
    for marker in sorted(markers, key=len, reverse=True):
        core = r"\s+".join(re.escape(part) for part in marker.split())
        parts.append(rf"{core}\s+" if marker.startswith(";") else rf",?\s+{core}\s+")
    return "|".join(parts)


def _forms(verbs: set[str]) -> dict[str, str]:
    """Base forms, third-person forms and British spellings, each to its base form."""
    forms: dict[str, str] = {}
    for verb in verbs:
        forms.update(dict.fromkeys((*_spellings(verb), *_third_person(verb)), verb))
    return forms


def _spellings(verb: str) -> set[str]:
    return {verb, verb.replace("ize", "ise"), verb.replace("yze", "yse")}


def _third_person(verb: str) -> Iterator[str]:
    for spelling in _spellings(verb):
        yield f"{spelling}s"
        yield f"{spelling}es"
        if spelling.endswith("y") and spelling[-2] not in "aeiou":
            yield f"{spelling[:-1]}ies"


def content(text: str, language: str | None = "en") -> frozenset[str]:
    """What a text is about: its words without articles and prepositions, plural endings cut.

    Words like ``without``, ``not``, ``before`` stay, and so do numbers: they change what is asked.
    """
    return content_of(words(text), language)


def content_of(tokens: list[str], language: str | None = "en") -> frozenset[str]:
    """The same for a text that is in words already."""
    lists = lexicon(language)
    ignored = lists.ignored if lists else frozenset()
    return frozenset(_stem(word) if word[-1] == "s" else word for word in tokens if word not in ignored)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=50_000)
def syllables(word: str, language: str) -> int:
    """How many syllables a word has, at least one, by the hyphenation patterns of the language."""
    return len(_hyphenation(language).positions(word)) + 1


@cache
def _hyphenation(language: str) -> Any:
    from pyphen import Pyphen

    return Pyphen(lang={"en": "en_US"}.get(language, language), left=1, right=1)


def grade_level(text: str, language: str) -> float | None:
    """The school grade a text asks for; ``None`` in languages without a formula.

    English: Flesch-Kincaid (1975). Spanish: Crawford (1984), since Flesch-Kincaid takes every Spanish text for hard.
    """
    language = base(language)
    tokens = words(text)
    if language not in ("en", "es") or not tokens:
        return None
    spoken = sum(syllables(token[:60], language) for token in tokens)
    count = max(1, len(sentences(text)))
    if language == "en":
        return 0.39 * len(tokens) / count + 11.8 * spoken / len(tokens) - 15.59
    return -0.205 * 100 * count / len(tokens) + 0.049 * 100 * spoken / len(tokens) - 3.407


@cache
def _telling() -> dict[str, frozenset[str]]:
    """Function words that only one of our languages has."""
    lists = {tag: frozenset(part["function_words"]) for tag, part in _lists().items() if isinstance(part, dict)}
    return {tag: own.difference(*(other for name, other in lists.items() if name != tag)) for tag, own in lists.items()}


def seems_to_be(text: str, tag: str) -> str | None:
    """The language that a text seems to be in when that is surely not the one of its tag, else ``None``.

    Three function words of the other language and none of its own. Only English and Spanish are told apart;
    a text tagged as one of Spanish's sisters is never taken for Spanish.
    """
    own = base(tag)
    tokens = words(text)
    if len(tokens) < 5:
        return None
    distinct = set(tokens)
    for other, telling in _telling().items():
        if other == own or (other == "es" and own != "en") or len(distinct & telling) < 2:
            continue
        hits = sum(token in telling for token in tokens)
        if hits >= 3 and hits * 5 >= len(tokens) and distinct.isdisjoint(_telling().get(own, ())):
            return other
    return None
