# SPDX-License-Identifier: Apache-2.0
"""Rules about statements that say the same: FW13 and FW14.

Likeness is the share of content words that two statements have in common (Jaccard). Pairs are found by looking up,
never by comparing everything with everything, so the work grows with the number of statements and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from math import ceil
from zlib import crc32

from studio.checks.rules import Finding, Scope, found, rule
from studio.checks.snapshot import Framework, Item, Snapshot
from studio.checks.words import base, content

ALIKE = 0.9
FEWEST_WORDS = 2
"""Statements with fewer content words are for FW11; "Safety" twice says nothing."""
_LONG = 19
"""Words from which on two statements may each have a word of their own and still be alike: 18 / 20 is 0.9."""
_MOST_CANDIDATES = 50
"""Long statements looked at for each one: thousands that share their boilerplate must not be compared pair by pair."""
_SAME = {"exactAlignment", "isTranslationOf", "isVersionOf", "replacedBy"}


@rule("FW13", "framework", Scope.FRAMEWORK)
def no_near_duplicates(snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """Two statements of a framework with a likeness of 0.9 or more; the later one gets the finding."""
    by_language: dict[str, dict[frozenset[str], list[Item]]] = defaultdict(dict)
    for item in framework.items:
        language = base(item.main_language)
        key = item.content
        if len(key) >= FEWEST_WORDS:
            by_language[language].setdefault(key, []).append(item)
    linked = {
        frozenset((link.origin_id, link.destination_id))
        for link in snapshot.links
        if link.kind in _SAME and link.destination_id
    }
    for groups in by_language.values():
        for item, other in _pairs(groups):
            if frozenset((item.id, other.id)) not in linked:
                yield _duplicate(item, other)


def _pairs(groups: dict[frozenset[str], list[Item]]) -> Iterator[tuple[Item, Item]]:
    """Each later item with the first one that says the same. A parent's repetition is FW14's."""
    for items in groups.values():
        first = items[0]
        for item in items[1:]:
            if item.parent is not first and first.parent is not item:
                yield item, first
    for one, other in alike(list(groups)):
        earlier, later = sorted((groups[one][0], groups[other][0]), key=lambda item: item.order)
        if later.parent is not earlier and earlier.parent is not later:
            yield later, earlier


def alike(sets: list[frozenset[str]]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Pairs of different sets whose Jaccard likeness is at least 0.9: each set with one smaller or equal partner."""
    known = set(sets)
    shelves: dict[tuple[int, int, frozenset[str]], list[frozenset[str]]] = defaultdict(list)
    for words in sorted(sets, key=len):
        partner = _one_word_less(words, known) or _on_a_shelf(words, shelves)
        if partner is not None:
            yield partner, words
        if len(words) >= _LONG:
            for key in _shelf_keys(words, _differences(len(words))):
                shelves[key].append(words)


def _one_word_less(words: frozenset[str], known: set[frozenset[str]]) -> frozenset[str] | None:
    """A known set that lacks just one of these words: under 19 words nothing else is alike enough."""
    if len(words) - 1 < ALIKE * len(words):
        return None
    return next((less for word in words if (less := words - {word}) in known), None)


def _on_a_shelf(
    words: frozenset[str], shelves: dict[tuple[int, int, frozenset[str]], list[frozenset[str]]]
) -> frozenset[str] | None:
    """A partner among long sets. Sets are cut into one part more than words may differ, so one part is the same."""
    if len(words) < _LONG:
        return None
    looked_at = 0
    for differences in sorted({_differences(size) for size in range(ceil(ALIKE * len(words)), len(words) + 1)}):
        for key in _shelf_keys(words, differences):
            for other in shelves.get(key, ()):
                common = len(words & other)
                if common >= ALIKE * (len(words) + len(other) - common):
                    return other
                looked_at += 1
                if looked_at >= _MOST_CANDIDATES:
                    return None
    return None


def _differences(size: int) -> int:
    """How many words a set of this size and a larger one may differ in, all together."""
    return int(size * (1 - ALIKE) / ALIKE + 1e-9)


def _shelf_keys(words: frozenset[str], differences: int) -> Iterator[tuple[int, int, frozenset[str]]]:
    parts: list[set[str]] = [set() for _ in range(differences + 1)]
    for word in words:
        parts[crc32(word.encode("utf-8", "surrogatepass")) % len(parts)].add(word)
    for number, part in enumerate(parts):
        if part:
            yield len(parts), number, frozenset(part)


def _duplicate(item: Item, other: Item) -> Finding:
    return found(
        "FW13",
        "competency",
        item,
        f"Says nearly the same as {other.name}. Merge the two, or link them as the same.",
        fix_id="link_same",
        field="statement",
        language=item.main_language,
        related=(other.id,),
        text=f"{item.text}\n{other.text}",
    )


@lru_cache(maxsize=4_096)
def _title(text: str, language: str) -> frozenset[str]:
    return content(text, language)


@rule("FW14", "competency", Scope.FAMILY)
def not_circular(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """The statement repeats its parent's statement or title."""
    parent = item.parent
    if parent is None or parent is item or not item.text:
        return
    own = item.content
    if not own:
        return
    titles = [(text, _title(text, item.main_language)) for text in parent.label.values()]
    for text, theirs in [(parent.text, parent.content), *titles]:
        if theirs and len(own & theirs) >= ALIKE * len(own | theirs):
            yield found(
                "FW14",
                "competency",
                item,
                f"Repeats the text of {parent.name}. Say what is different.",
                field="statement",
                language=item.main_language,
                related=(parent.id,),
                text=f"{item.text}\n{text}",
            )
            return
