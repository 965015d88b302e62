# SPDX-License-Identifier: Apache-2.0
"""Rules about what a badge says of itself: BG01 to BG05, BG07, BG08, BG12 to BG20, BG22, BG23."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.checks.rules import Finding, Scope, found, rule
from studio.checks.snapshot import Badge, Snapshot
from studio.checks.words import WORD, lexicon, sentences

FEWEST_CRITERIA_WORDS = 40
LONGEST_DESCRIPTION = 500
MOST_HOURS = 400
_IMAGES = ("image/png", "image/svg+xml")


def _found(rule_id: str, badge: Badge, message: str, field: str, **details: object) -> Finding:
    return found(rule_id, "badge", badge, message, field=field, language=badge.language, **details)


@rule("BG01", "badge")
def required_fields(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """Type, name, description, criteria (a text or an address). The identifier is made by the program."""
    missing = [name for name in ("name", "description") if not badge.text(name)]
    if not badge.text("achievement_type"):
        missing.append("type")
    if not badge.text("criteria") and not badge.text("criteria_url"):
        missing.append("criteria")
    if missing:
        listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        field = "achievement_type" if missing[0] == "type" else missing[0]
        yield _found("BG01", badge, f"The badge has no {listed}. Open Badges 3.0 needs it.", field)


@rule("BG02", "badge")
def criteria_say_enough(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """Criteria empty, under 40 words, or only about being there."""
    text = badge.text("criteria")
    lists = lexicon(badge.language)
    count = len(WORD.findall(text))
    if not text:
        message = "The criteria are empty. Say what to do, how well, and how it is decided."
    elif lists is not None and all(lists.attendance.search(sentence) for sentence in sentences(text[:5000])):
        message = "The criteria only ask to be there. Say what to do, how well, and how it is decided."
    elif count < FEWEST_CRITERIA_WORDS:
        message = f"The criteria have {count} words. Say what to do, how well, and how it is decided."
    else:
        return
    yield _found("BG02", badge, message, "criteria", text=text)


@rule("BG03", "badge")
def description_of_the_earner(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """Over 500 characters, or starting with "This badge"."""
    text = badge.text("description")
    if len(text) > LONGEST_DESCRIPTION:
        message = f"The description has {len(text)} characters; wallets show 500."
    elif re.match(r"(?:this|the) (?:digital |open |micro-?)?(?:badge|credential)\b|est[ae] insignia\b", text.lower()):
        message = "The description begins with the badge. Begin with what the earner can do."
    else:
        return
    yield _found("BG03", badge, message, "description", text=text)


@rule("BG04", "badge")
def aligned(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """No alignment."""
    if not badge.alignments:
        yield _found("BG04", badge, "The badge is aligned to no competency.", "alignments")


@rule("BG05", "badge", Scope.PROJECT)
def alignments_resolve(snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """A target that is no competency of a framework in this project."""
    for alignment in badge.alignments:
        if alignment.competency_id in snapshot.items:
            continue
        target = alignment.target_code or alignment.target_url or alignment.target_name or ""
        matches = snapshot.by_target.get(target.strip().casefold(), [])
        message = f"{target or 'An alignment'} is not in an open framework of this project."
        fix = "align_target" if len(matches) == 1 else None
        related = (alignment.id, *(item.id for item in matches if fix))
        yield _found("BG05", badge, message, "alignments", fix_id=fix, related=related, text=target)


@rule("BG07", "badge")
def evidence_named(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """No evidence."""
    if not badge.list_of_texts("evidence"):
        yield _found(
            "BG07", badge, "No evidence is named. Say what is kept, for example a checklist or a photo.", "evidence"
        )


@rule("BG08", "badge")
def method_and_assessor(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """The assessment method or the assessor is empty."""
    method, assessor = badge.text("assessment_method"), badge.text("assessor")
    if not method or not assessor:
        missing = (
            "method of assessment" if assessor else "assessor" if method else "method of assessment and no assessor"
        )
        yield _found("BG08", badge, f"The badge names no {missing}.", "assessor" if method else "assessment_method")


@rule("BG12", "badge")
def workload(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """Empty or 0, or over 400 hours for a micro-credential."""
    hours = badge.row["workload_hours"]
    if not hours or hours < 0:
        yield _found(
            "BG12", badge, "The learner's hours are not stated. Count class, practice and assessment.", "workload_hours"
        )
    elif hours > MOST_HOURS and (badge.text("achievement_type") or "MicroCredential").lower() == "microcredential":
        message = f"{hours:g} hours is more than a micro-credential asks for. Divide it, or change the type."
        yield _found("BG12", badge, message, "workload_hours", text=str(hours))


_STATED = (
    ("BG13", "level", "No level is stated. Add a grade band or a framework level, and what it rests on."),
    ("BG14", "participation", "The form of participation is not stated: in person, online or hybrid."),
    ("BG15", "quality_assurance", "Nothing says who checks the assessment, and how often."),
    ("BG16", "supervision", "Nothing says how the earner's identity is known."),
    ("BG23", "appeal", "No way to appeal or to try again is stated."),
)


def _stated(rule_id: str, column: str, message: str) -> None:
    @rule(rule_id, "badge")
    def look(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
        if not badge.text(column):
            yield _found(rule_id, badge, message, column)


for _entry in _STATED:
    _stated(*_entry)


@rule("BG17", "badge")
def stacks(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """No related credential. The place in a pathway is looked at by the pathway's own rules."""
    if not badge.list_of_texts("stack"):
        yield _found(
            "BG17", badge, "Nothing says what the badge counts toward. Name it, or say that it stands alone.", "stack"
        )


@rule("BG18", "badge")
def validity(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """No time of validity and no statement that the badge does not expire."""
    if not badge.row["validity_months"] and not badge.row["never_expires"]:
        message = "No expiry, and the badge is not marked as never expiring. Decide, and say why."
        yield _found("BG18", badge, message, "validity_months")


@rule("BG19", "badge")
def endorsed(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """No endorser other than the issuer."""
    if not set(badge.row["endorser_ids"] or []) - {badge.row["issuer_id"]}:
        yield _found("BG19", badge, "Nobody but the issuer stands behind the badge. Ask a partner.", "endorser_ids")


@rule("BG20", "badge")
def image(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """No image, not PNG or SVG, or no alternative text."""
    reasons = []
    if badge.image_type is None:
        reasons.append("The badge has no image.")
    elif badge.image_type not in _IMAGES:
        reasons.append(f"The image is {badge.image_type}; wallets need PNG or SVG.")
    if not badge.text("image_alt"):
        reasons.append("The image has no alternative text.")
    if reasons:
        field = "image_id" if badge.image_type not in _IMAGES else "image_alt"
        yield _found("BG20", badge, " ".join(reasons), field)


@rule("BG22", "badge")
def cost_and_access(_snapshot: Snapshot, badge: Badge) -> Iterator[Finding]:
    """No cost, or nothing about who can take part and how."""
    no_cost, no_access = badge.row["cost"] is None, not badge.text("participation")
    if no_cost or no_access:
        missing = "neither its cost nor who can take part" if no_cost and no_access else ""
        missing = missing or ("not what it costs" if no_cost else "not who can take part and with what help")
        yield _found("BG22", badge, f"The badge says {missing}.", "cost" if no_cost else "participation")
