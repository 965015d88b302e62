# SPDX-License-Identifier: Apache-2.0
"""What waits in a project: findings put together by rule, the weightiest first, each with one verb."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from studio.ui.actions import translate

MOST = 5
_WEIGHT = {"error": 0, "warning": 1, "info": 2}
_ICONS = {"badge": ("award", "lane_em"), "framework": ("list-tree", "lane_hs"), "competency": ("list-tree", "lane_hs")}

TITLES = {
    "BG06": ("Give a badge alignment a rubric criterion", "Give {count} badge alignments a rubric criterion"),
    "BG02": ("Say in a badge what to do and how well", "Say in {count} badges what to do and how well"),
    "BG08": ("Say how a badge is assessed", "Say how {count} badges are assessed"),
    "BG01": ("Fill in what a badge needs first", "Fill in what {count} badges need first"),
    "BG04": ("Name the competencies of a badge", "Name the competencies of {count} badges"),
    "BG05": ("Link an alignment to its competency", "Link {count} alignments to their competencies"),
    "BG07": ("Say what evidence a badge asks for", "Say what evidence {count} badges ask for"),
    "BG09": ("Give a badge a rubric", "Give {count} badges a rubric"),
    "BG10": ("Tell rubric levels apart", "Tell the rubric levels of {count} badges apart"),
    "BG11": ("Say what passes in a rubric", "Say what passes in {count} rubrics"),
    "BG18": ("Decide how long a badge is valid", "Decide how long {count} badges are valid"),
    "BG19": ("Ask a partner to endorse a badge", "Ask partners to endorse {count} badges"),
    "BG24": ("Take personal data out of a badge", "Take personal data out of {count} badges"),
    "FW01": ("Fill in the head of a framework", "Fill in the heads of {count} frameworks"),
    "FW02": ("Write an empty statement", "Write {count} empty statements"),
    "FW13": ("Look at two statements that say the same", "Look at {count} statements that say the same"),
    "BG20": ("Give a badge a picture and alternative text", "Give {count} badges a picture and alternative text"),
    "FW10": ("Look at a statement with two outcomes", "Look at {count} statements with two outcomes"),
    "FW21": ("See the competency that no badge names yet", "See {count} competencies that no badge names yet"),
    "FW04": ("Give a competency a code", "Give {count} competencies a code"),
}
"""What to do about the findings of a rule, for one and for several. Other rules use their own title."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to go on with: what, where, and the item that the verb goes to."""

    rule: str
    severity: str
    title: str
    detail: str
    verb: str
    item_id: str
    icon: str
    token: str


def waiting(findings: Iterable[Any], titles: dict[str, str]) -> list[Waiting]:
    """At most five things, errors first, then by how many items they are about. ``titles`` are those of the rules."""
    groups: dict[str, list[Any]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    ordered = sorted(groups.items(), key=lambda entry: (_WEIGHT.get(entry[1][0].severity, 3), -len(entry[1]), entry[0]))
    return [_thing(rule, group, titles.get(rule, rule)) for rule, group in ordered[:MOST]]


def _thing(rule: str, group: Sequence[Any], rule_title: str) -> Waiting:
    first = group[0]
    known = TITLES.get(rule)
    if known:
        title = translate(known[0]) if len(group) == 1 else translate(known[1]).format(count=len(group))
    else:
        title = translate(rule_title) if len(group) == 1 else f"{translate(rule_title)} ({len(group)})"
    codes = list(dict.fromkeys(finding.code for finding in group if finding.code))
    detail = first.message if len(group) == 1 else _named(codes) or first.message
    if first.kind == "badge":
        verb = translate("Show badge") if len(codes) < 2 else translate("Show badges")
    else:
        verb = translate("Show in framework")
    icon, token = _ICONS.get(first.kind, ("circle-dot", "accent"))
    return Waiting(rule, first.severity, title, detail, verb, first.item_id, icon, token)


def _named(codes: Sequence[str]) -> str:
    """ "B1, B3 and B4", or the first few and how many more."""
    if not codes:
        return ""
    if len(codes) == 1:
        return codes[0]
    if len(codes) <= 5:
        return translate("{first} and {last}").format(first=", ".join(codes[:-1]), last=codes[-1])
    return translate("{first} and {count} more").format(first=", ".join(codes[:4]), count=len(codes) - 4)
