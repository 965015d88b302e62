# SPDX-License-Identifier: Apache-2.0
"""Rules about statements that say the same: FW13 and FW14.

Likeness is the share of content words that two statements have in common (Jaccard). Pairs are found without
comparing everything with everything: the words of each statement are sorted rarest first, and two statements of
likeness 0.9 or more must share one of the first few (prefix filtering). So the work grows with the number of
statements, not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import ceil

from studio.checks.rules import Finding, Scope, found, rule
from studio.checks.snapshot import Framework, Item, Snapshot
from studio.checks.words import base, content

ALIKE = 0.9
FEWEST_WORDS = 2
"""Statements with fewer content words are for FW11; "Safety" twice says nothing."""
_SAME = {"exactAlignment", "isTranslationOf", "isVersionOf", "replacedBy"}


@rule("FW13", "framework", Scope.FRAMEWORK)
def no_near_duplicates(snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """Two statements of a framework with a likeness of 0.9 or more; the later one gets the finding."""
    by_language: dict[str, dict[frozenset[str], list[Item]]] = defaultdict(dict)
    for item in framework.items:
        language = base(item.main_language)
        key = content(item.text, language)
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


def alike(sets: list[frozenset[str]], least: float = ALIKE) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Pairs of different sets whose Jaccard likeness is at least ``least``."""
    frequency = Counter(word for words in sets for word in words)
    postings: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for words in sorted(sets, key=len):
        size = len(words)
        if size / (size + 1) < least:
            continue  # One word more or less is too much for so short a statement, and equal sets are one key.
        ordered = sorted(words, key=lambda word: (frequency[word], word))
        prefix = ordered[: size - ceil(least * size) + 1]
        seen: set[frozenset[str]] = set()
        for word in prefix:
            for other_size, other in postings[word]:
                if other_size < least * size or other in seen:
                    continue
                seen.add(other)
                common = len(words & other)
                if common >= least * (size + other_size - common):
                    yield other, words
        for word in prefix:
            postings[word].append((size, words))


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


@rule("FW14", "competency", Scope.FAMILY)
def not_circular(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """The statement repeats its parent's statement or title."""
    parent = item.parent
    if parent is None or not item.text:
        return
    language = base(item.main_language)
    own = content(item.text, language)
    if not own:
        return
    for text in (parent.text, *parent.label.values()):
        theirs = content(text, language) if text else frozenset()
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
