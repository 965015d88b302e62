# SPDX-License-Identifier: Apache-2.0
"""Rules about how a badge is assessed: BG06, BG09, BG10, BG11, BG21."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from studio.checks.rules import Finding, Scope, found, rule
from studio.checks.snapshot import Alignment, Badge, Snapshot
from studio.checks.words import Lexicon, lexicon, shorten, words
from studio.model.values import in_language


@rule("BG06", "badge", Scope.PROJECT)
def alignments_assessed(snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """An aligned competency without a criterion in the rubric; without a rubric, evidence stands for it."""
    if badge.rubric is None and badge.list_of_texts("evidence"):
        return
    criteria = badge.rubric.criteria if badge.rubric else []
    ids = {each.competency_id for each in criteria if each.competency_id}
    codes: set[str | None] = {each.competency_code for each in criteria if each.competency_code}
    codes.update(snapshot.items[item_id].code for item_id in ids if item_id in snapshot.items)
    for alignment in badge.alignments:
        name = _target(snapshot, alignment)
        if alignment.competency_id not in ids and name not in codes:
            message = f"{name} is claimed, but no rubric criterion looks at it. Add a criterion, or drop the alignment."
            related = tuple(each for each in (alignment.id, alignment.competency_id) if each)
            yield found(
                "BG06", "badge", badge, message, field="alignments", language=badge.language, related=related, text=name
            )


def _target(snapshot: Snapshot, alignment: Alignment) -> str:
    item = snapshot.items.get(alignment.competency_id or "")
    if item is not None:
        return item.name
    return alignment.target_code or alignment.target_name or alignment.target_url or "An alignment"


@rule("BG09", "badge")
def rubric_for_judged_work(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """The method is a performance, a project or a portfolio, and there is no rubric."""
    lists = lexicon(badge.language)
    method = badge.text("assessment_method")
    if badge.rubric is None and lists is not None and lists.judged.intersection(words(method)):
        message = f'"{method}" is judged work, and the badge has no rubric to judge by.'
        yield found("BG09", "badge", badge, message, field="rubric", language=badge.language, text=method)


@rule("BG10", "badge")
def levels_differ(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """Two neighbouring descriptions are equal, empty, or differ only by an adverb. One finding a criterion."""
    if badge.rubric is None:
        return
    for criterion in badge.rubric.criteria:
        texts = [in_language(level, badge.language).strip() for level in criterion.levels]
        reason = next((why for pair in pairwise(texts) if (why := _too_alike(*pair, lexicon(badge.language)))), None)
        if reason is None and len(texts) == 1 and not texts[0]:
            reason = "a level has no description"
        if reason:
            name = in_language(criterion.name, badge.language) or "A criterion"
            message = f"{name}: {reason}. Describe what an assessor can see."
            yield found(
                "BG10",
                "badge",
                badge,
                message,
                field="rubric",
                language=badge.language,
                related=(criterion.id,),
                text="\n".join(texts),
            )


def _too_alike(lower: str, higher: str, lists: Lexicon | None) -> str | None:
    if not lower or not higher:
        return "a level has no description"
    if words(lower) == words(higher):
        return f'two levels say the same ("{shorten(lower)}")'
    if lists is not None and words(lists.degree.sub(" ", lower)) == words(lists.degree.sub(" ", higher)):
        return f'"{shorten(lower)}" and "{shorten(higher)}" differ only by a word of degree'
    return None


@rule("BG11", "badge")
def passing_level(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """A rubric without a passing level, or with one that it does not have."""
    rubric = badge.rubric
    if rubric is not None and rubric.passing_level_id not in rubric.level_ids:
        message = "The rubric does not say which level passes."
        yield found("BG11", "badge", badge, message, field="rubric", language=badge.language)


@rule("BG21", "badge")
def type_fits_assessment(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """A knowledge badge with a performance task, an application badge without any task, a recognition badge with
    competencies claimed. The words for a task are ours, so this looks at languages with a lexicon only."""
    kind = badge.text("trusted_type").lower()
    method = badge.text("assessment_method")
    lists = lexicon(badge.language)
    if not kind or lists is None:
        return
    tokens = {part for word in words(method) for part in (word, *word.split("-"))}
    performs = bool(lists.judged & tokens)
    if kind.startswith("knowledge") and performs:
        message = f'A knowledge badge rests on "{method}", which shows application. Change the type or the task.'
    elif kind.startswith("application") and not lists.task & tokens:
        rests = (
            f'rests on "{method}", which shows knowledge only' if lists.quiz & tokens else "names no task that was done"
        )
        message = f"An application badge {rests}. Change the type or the task."
    elif kind.startswith(("recognition", "participation")) and badge.alignments:
        message = "A recognition badge claims competencies. Drop them, or assess them and change the type."
    else:
        return
    yield found(
        "BG21", "badge", badge, message, field="trusted_type", language=badge.language, text=f"{kind}\n{method}"
    )
