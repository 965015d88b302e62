# SPDX-License-Identifier: Apache-2.0
"""Rules about a framework's header, identifiers and codes: FW01, FW03 to FW07, FW24."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from studio.checks.rules import Finding, Scope, found, rule
from studio.checks.snapshot import Framework, Item, Role, Snapshot
from studio.checks.words import shorten
from studio.model.values import in_language, is_ctid


@rule("FW01", "framework")
def header_is_complete(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """Name, description, language, publisher, version."""
    missing = [
        name
        for name, value in (
            ("name", in_language(framework.name)),
            ("description", in_language(framework.description)),
            ("language", framework.language),
            ("publisher", framework.publisher_id or framework.publisher_name),
            ("version", framework.version),
        )
        if not (value or "").strip()
    ]
    if missing:
        listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        message = f"The framework has no {listed}."
        yield found("FW01", "framework", framework, message, field=missing[0])


@rule("FW03", "project", Scope.PROJECT)
def identifiers_hold(snapshot: Snapshot) -> Iterator[Finding]:
    """A CTID or address that two items share, that is malformed, or that is not the one of the last version."""
    seen: dict[str, Item | Framework] = {}
    for framework in snapshot.frameworks.values():
        subjects: list[Item | Framework] = [framework, *framework.items, *framework.lost]
        for subject in subjects:
            kind = "framework" if isinstance(subject, Framework) else "competency"
            for field in ("ctid", "uri"):
                value = subject.ctid if field == "ctid" else subject.uri
                if not value:
                    continue
                other = seen.setdefault(value, subject)
                if other is not subject:
                    message = f"{_name(other)} has the same identifier: {value}."
                    yield found("FW03", kind, subject, message, field=field, related=(other.id,), text=value)
            if subject.ctid and not is_ctid(subject.ctid):
                message = f'"{subject.ctid}" is not a CTID. A CTID is "ce-" and a lower-case UUID.'
                yield found("FW03", kind, subject, message, field="ctid", text=subject.ctid)
            elif subject.id in snapshot.renamed:
                version, before = snapshot.renamed[subject.id]
                message = f'The CTID was {before} in version "{version}". Links made since then point nowhere.'
                yield found("FW03", kind, subject, message, field="ctid", text=f"{before} {subject.ctid}")


def _name(subject: Item | Framework) -> str:
    return subject.name if isinstance(subject, Item) else f'The framework "{in_language(subject.name)}"'


@rule("FW04", "framework", Scope.FRAMEWORK)
def codes_are_there(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """A level 3 or 4 item has no code. One finding for a framework that has no codes at all."""
    coded = [item for item in framework.items if item.role is not Role.GROUP]
    bare = [item for item in coded if not (item.code or "").strip()]
    if len(bare) > 3 and len(bare) == len(coded):
        message = f"None of the {len(coded)} competencies and indicators has a code."
        yield found("FW04", "framework", framework, message)
        return
    for item in bare:
        parent = item.parent
        siblings = parent.children if parent else []
        can = bool(parent and (parent.code or any(sibling.code for sibling in siblings)))
        message = f"{item.name} has no code, so a syllabus or a badge cannot point at it."
        yield found("FW04", "competency", item, message, field="code", fix_id="number" if can else None)


@rule("FW05", "framework", Scope.FRAMEWORK)
def codes_are_unique(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """Two items of a framework share a code; the later one gets the finding."""
    first: dict[str, Item] = {}
    for item in (*framework.items, *framework.lost):
        code = (item.code or "").strip()
        if not code:
            continue
        other = first.setdefault(code.casefold(), item)
        if other is not item:
            where = f"under {item.parent.name}" if item.parent else "at the top"
            message = f'The code {code} is taken already, by "{shorten(other.text, 60)}". This one stands {where}.'
            yield found(
                "FW05",
                "competency",
                item,
                message,
                field="code",
                related=(other.id,),
                text=code,
                fix_id="number" if item.depth else None,
            )


@rule("FW06", "framework", Scope.FRAMEWORK)
def codes_follow_the_tree(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """A child's code does not start with its parent's. Quiet where most codes of a framework do not: there the codes
    are numbers of their own and say nothing about the tree."""
    pairs = [(item, item.parent) for item in framework.items if item.code and item.parent and item.parent.code]
    astray = [(item, parent) for item, parent in pairs if not _starts(item.code, parent.code)]
    if len(astray) * 2 > len(pairs):
        return
    for item, parent in astray:
        message = f"The code {item.code} does not fit its place under {parent.code}."
        yield found(
            "FW06", "competency", item, message, field="code", fix_id="renumber", text=f"{parent.code} {item.code}"
        )


def _starts(code: str | None, start: str | None) -> bool:
    return (code or "").strip().casefold().startswith((start or "").strip().casefold())


@rule("FW07", "framework", Scope.FRAMEWORK)
def tree_holds(_snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """Parent missing, or an item inside its own branch. Only the top of a lost branch is named."""
    lost = {item.id for item in framework.lost}
    looped: set[str] = set()
    for item in framework.lost:
        if item.parent is None:
            message = f"{item.name} has a parent that is not in this framework. Move it under one that is."
            yield found("FW07", "competency", item, message, field="parent_id", text=item.parent_id or "")
            continue
        path: list[str] = []
        here: Item | None = item
        while here is not None and here.id in lost and here.id not in path and here.id not in looped:
            path.append(here.id)
            here = here.parent
        if here is not None and here.id in path:
            looped.update(path)
            message = f"{here.name} is inside its own branch. Move it under another parent."
            yield found("FW07", "competency", here, message, field="parent_id", text=here.parent_id or "")


@rule("FW24", "framework", Scope.FRAMEWORK)
def licence_and_source(snapshot: Snapshot, framework: Framework) -> Iterator[Finding]:
    """No licence; or items that come from elsewhere while nothing says from where."""
    if not (framework.license or "").strip():
        message = "The framework has no licence, so nobody may reuse it. Choose one, for example CC BY 4.0."
        yield found("FW24", "framework", framework, message, field="license")
    derived = {link.origin_id for link in snapshot.links if link.kind in ("derivedFrom", "isVersionOf")}
    own = {_host(framework.uri), _host(snapshot.base_url), *map(_host, framework.source)}
    adopted = [item for item in framework.items if item.uri and _host(item.uri) not in own and item.id not in derived]
    if adopted:
        hosts = ", ".join(sorted({_host(item.uri) for item in adopted})[:3])
        count = "1 item comes" if len(adopted) == 1 else f"{len(adopted)} items come"
        message = f"{count} from {hosts}, and the framework does not name that source."
        yield found("FW24", "framework", framework, message, field="source", text=hosts)


def _host(address: str | None) -> str:
    try:
        return (urlsplit(str(address or "")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
