# SPDX-License-Identifier: Apache-2.0
"""Rules about the wording of one statement: FW02, FW08 to FW12, FW22, FW23."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.checks.cleaning import clean_text, trouble
from studio.checks.rules import Finding, found, rule
from studio.checks.snapshot import Framework, Item, Role, Snapshot
from studio.checks.two_outcomes import find_pair, split_statement
from studio.checks.words import UNSPACED, WORD, base, grade_level, lexicon, sentences

GRADE = 12.0
WORDS_FOR_A_GRADE = 20
"""Grade formulas were made for passages; under this many words the number jumps with every term."""

_ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*(?=s?\b)")
_ROMAN = re.compile(r"[IVX]+$")
_FIRST_CLAUSE = re.compile(
    r"[,;:.]|\b(?:that|which|who|when|where|if|so|because|after|before|until|while|how|what)\b", re.IGNORECASE
)


@rule("FW02", "competency")
def statement_is_there(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """Empty, or under 10 characters; a group may be called "Safety"."""
    text = item.text.strip()
    if not text:
        message = "The statement is empty. Write what a learner shows, or remove the row."
    elif too_short(item):
        message = f'The statement "{text}" is too short to say what a learner shows.'
    else:
        return
    yield found("FW02", "competency", item, message, field="statement", language=item.main_language, text=item.text)


def too_short(item: Item) -> bool:
    """Whether FW02 says it all: rules about verbs and length keep still then."""
    return len(item.text.strip()) < 10 and item.role is not Role.GROUP and base(item.main_language) not in UNSPACED


@rule("FW08", "competency")
def begins_with_measurable_verb(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """The first word of a level 3 skill is not in the verb list. A vague verb is FW09's business alone."""
    lists = lexicon(item.main_language)
    if lists is None or item.role is not Role.OUTCOME or not item.words:
        return
    if item.words[0] in lists.opening_verbs or (item.category or "skill").lower() != "skill":
        return
    if lists.vague.match(item.text) or too_short(item):
        return
    # "Re-align", "troubleshoot/repair": the part that is a verb counts.
    if lists.opening_verbs.isdisjoint(re.split(r"[-/]", item.words[0])):
        word = WORD.search(item.text)
        shown = word.group() if word else ""
        yield found(
            "FW08",
            "competency",
            item,
            f'Starts with "{shown}", which is not something you can watch a learner do. Start with a verb such as '
            f'"measure" or "explain".',
            field="statement",
            language=item.main_language,
            span=word.span() if word else None,
            text=item.text,
        )


@rule("FW09", "competency")
def no_vague_verb(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """Starts with understand, know, learn, be aware of ... (levels 3 and 4; groups may be loose)."""
    lists = lexicon(item.main_language)
    if lists is None or item.role is Role.GROUP:
        return
    match = lists.vague.match(item.text)
    if match:
        yield found(
            "FW09",
            "competency",
            item,
            f'Nobody can see a learner "{match.group(1).lower()}". Say what they do that shows it.',
            field="statement",
            language=item.main_language,
            span=match.span(1),
            text=item.text,
        )


@rule("FW10", "competency")
def one_outcome(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """Two verbs joined by and, or, a semicolon; or two sentences (level 3)."""
    lists = lexicon(item.main_language)
    if lists is None or item.role is not Role.OUTCOME:
        return
    may_join = ";" in item.text or not lists.joints.isdisjoint(item.words)
    pair = find_pair(item.text, lists) if may_join else None
    span: tuple[int, int] | None = None
    if pair is not None:
        message = (
            f'Two outcomes in one statement: "{pair.first}" and "{pair.second}". A learner could do one and not the '
            "other."
        )
        span = pair.span
    elif len(sentences(item.text)) > 1:
        message = "Two sentences in one statement. A learner could do one and not the other."
    else:
        return
    yield found(
        "FW10",
        "competency",
        item,
        message,
        fix_id="split" if split_statement(item.text, lists) else None,
        field="statement",
        language=item.main_language,
        span=span,
        text=item.text,
    )


@rule("FW11", "competency")
def right_length(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """Under 4 words (levels 3 and 4), or over 35 words or 220 characters."""
    count, signs = len(item.words), len(item.text)
    if count > 35 or signs > 220:
        message = f"This statement has {count} words ({signs} characters). Move conditions and examples to a note."
    elif 0 < count < 4 and item.role is not Role.GROUP and not too_short(item) and _spaced(item):
        message = f"Only {count} {'word' if count == 1 else 'words'}. Say what is done, to what, and how well."
    else:
        return
    yield found("FW11", "competency", item, message, field="statement", language=item.main_language, text=item.text)


def _spaced(item: Item) -> bool:
    return base(item.main_language) not in UNSPACED


@rule("FW12", "competency")
def plain_language(snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """Grade level above 12, a passive first clause, or two unexplained abbreviations."""
    text, language = item.text[:4000], item.main_language
    reasons = []
    if len(item.words) >= WORDS_FOR_A_GRADE:
        grade = grade_level(text, language)
        if grade is not None and grade > GRADE:
            reasons.append(f"reads at grade {grade:.0f}; aim for grade 12 or below")
    lists = lexicon(language)
    # "Measuring ..." is a skill named by its doing, as a verb at the start is: who does it is clear.
    active = not item.words or item.words[0].endswith("ing")
    if lists is not None and not active and item.words[0] not in lists.opening_verbs:
        passive = lists.passive.search(_first_clause(text))
        if passive:
            reasons.append(f'says "{passive.group()}" instead of who does what')
    unknown = unexplained(text, snapshot.glossary)
    if len(unknown) > 1:
        reasons.append(f"has abbreviations that are not in the glossary: {', '.join(unknown[:4])}")
    if reasons:
        message = f"Hard to read: {'; '.join(reasons)}."
        yield found("FW12", "competency", item, message, field="statement", language=language, text=item.text)


def _first_clause(text: str) -> str:
    match = _FIRST_CLAUSE.search(text)
    return text[: match.start()] if match else text


def unexplained(text: str, glossary: frozenset[str]) -> list[str]:
    """Abbreviations of a text that neither the glossary nor the text itself explains, each once."""
    if not _ABBREVIATION.search(text) or not any(sign.islower() for sign in text):
        return []  # A text in capitals has no abbreviations that could be told apart.
    found_here: dict[str, None] = {}
    for match in _ABBREVIATION.finditer(text):
        word = match.group()
        explained = text[max(0, match.start() - 1) : match.start()] == "("
        if len(word) <= 6 and not explained and word not in glossary and not _ROMAN.match(word):
            found_here[word] = None
    return list(found_here)


@rule("FW22", "competency")
def open_to_everybody(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """A sense or body function that the skill may not need, or a group term that is out of date."""
    lists = lexicon(item.main_language)
    if lists is None or lists.delicate.isdisjoint(item.words):
        return
    sense, old = lists.senses.search(item.text), lists.outdated.search(item.text)
    if sense:
        message = (
            f'"{sense.group(1)}" asks for a sense or a movement that the skill may not need. Say what has to be '
            "achieved."
        )
        span = sense.span(1)
    elif old:
        better = lists.outdated_words[" ".join(old.group(1).lower().split())]
        message, span = f'"{old.group(1)}" is out of date. Write "{better}".', old.span(1)
    else:
        return
    yield found(
        "FW22",
        "competency",
        item,
        message,
        field="statement",
        language=item.main_language,
        span=span,
        text=item.text,
    )


@rule("FW23", "competency")
def clean_texts(_snapshot: Snapshot, item: Item) -> Iterator[Finding]:
    """Double spaces, bullets, trailing numbers, tags, mixed quotes, brackets: in every text and language."""
    for field, texts in (("statement", item.statement), ("label", item.label), ("comment", item.comment)):
        for language, text in texts.items():
            yield from _unclean("competency", item, field, language, text, lines=field == "comment")


@rule("FW23", "framework")
def clean_header(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """The same for the framework's own name and description."""
    for field, texts in (("name", framework.name), ("description", framework.description)):
        for language, text in texts.items():
            yield from _unclean("framework", framework, field, language, text, lines=field == "description")


def _unclean(
    kind: str, subject: Item | Framework, field: str, language: str, text: str, lines: bool
) -> Iterator[Finding]:
    reasons = trouble(text, lines)
    if reasons:
        yield found(
            "FW23",
            kind,
            subject,
            f"The {field} has {_and(reasons)}.",
            fix_id="clean" if clean_text(text, lines) != text else None,
            field=field,
            language=language,
            text=text,
        )


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
