# SPDX-License-Identifier: Apache-2.0
"""Rules about languages: FW17 and FW18."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from studio.checks.rules import Finding, Scope, found, rule
from studio.checks.shape import exceptions
from studio.checks.snapshot import Framework, Item, Snapshot
from studio.checks.words import base, seems_to_be
from studio.model.values import LanguageMap

_TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*|x(?:-[a-zA-Z0-9]{1,8})+")
"""The outer form of a BCP 47 tag."""
_NAMES = {
    "en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "zh": "Chinese",
    "vi": "Vietnamese", "ar": "Arabic", "tl": "Tagalog", "ht": "Haitian Creole",
}  # fmt: skip
"""What the languages that the settings offer are called."""
_FIELDS = {"label": "title", "statement": "statement", "comment": "comment"}


def _texts(item: Item) -> tuple[tuple[str, LanguageMap], ...]:
    return ("statement", item.statement), ("label", item.label), ("comment", item.comment)


@rule("FW17", "competency")
def right_tag(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """A text without a language, with a malformed tag, or in another language than its tag says."""
    for field, texts in _texts(item):
        for tag, text in texts.items():
            if text.strip():
                yield from _tagged("competency", item, field, tag, text, texts)


@rule("FW17", "framework")
def right_tag_in_header(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """The same for the framework's name and description."""
    for field, texts in (("name", framework.name), ("description", framework.description)):
        for tag, text in texts.items():
            if text.strip():
                yield from _tagged("framework", framework, field, tag, text, texts)


def _tagged(
    kind: str, subject: Item | Framework, field: str, tag: str, text: str, texts: LanguageMap
) -> Iterator[Finding]:
    if tag in ("", "und", "mul", "zxx") or not _TAG.fullmatch(tag):
        shown = f'"{tag}" is not a language tag' if tag and tag not in ("und", "mul", "zxx") else "no language is set"
        message = f"The {field}: {shown}. Say which language it is."
        fix = None
    else:
        other = seems_to_be(text, tag)
        if other is None:
            return
        message = f"The {field} is marked as {_NAMES.get(base(tag), tag)} and seems to be {_NAMES[other]}."
        fix = None if other in texts else f"set_language:{other}"
    yield found("FW17", kind, subject, message, fix_id=fix, field=field, language=tag, text=text)


@rule("FW18", "framework", Scope.FRAMEWORK)
def translations_in_step(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """A translation older than its source; or a level of the tree where some items are translated and some are not.

    A level that nobody has begun to translate is a choice (the sample translates the titles of domains and areas).
    """
    begun: dict[tuple[str, str, int], list[Item]] = defaultdict(list)
    source: dict[tuple[str, int], list[Item]] = defaultdict(list)
    for item in framework.items:
        main = item.main_language
        for field, texts in _texts(item):
            if field == "comment" or not texts.get(main):
                continue
            source[field, item.depth].append(item)
            for tag in texts:
                if tag != main:
                    begun[field, tag, item.depth].append(item)
                    yield from _older(item, field, main, tag)
    for (field, tag, depth), translated in begun.items():
        every = source[field, depth]
        have = {item.id for item in translated}
        missing = [item for item in every if item.id not in have]
        level = framework.level_name(depth) or f"level {depth}"
        if exceptions(missing, len(every)):
            for item in missing:
                message = f"The {_FIELDS[field]} has no {_NAMES.get(base(tag), tag)} text; the others of its level do."
                yield found("FW18", "competency", item, message, field=field, language=tag)
        else:
            message = (
                f"{len(missing)} of {len(every)} {_FIELDS[field]}s at {level.lower()} have no "
                f"{_NAMES.get(base(tag), tag)} text yet."
            )
            yield found("FW18", "framework", framework, message, field=field, language=tag, text=str(depth))


def _older(item: Item, field: str, main: str, tag: str) -> Iterator[Finding]:
    times = item.text_times.get(field) or {}
    if times.get(main, "") > times.get(tag, "") != "":
        message = f"The {_FIELDS[field]} was changed after its {_NAMES.get(base(tag), tag)} text. Look at it again."
        text = f"{times[main]} {times[tag]}"
        yield found("FW18", "competency", item, message, field=field, language=tag, text=text)
