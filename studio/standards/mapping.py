# SPDX-License-Identifier: Apache-2.0
"""How the standards say the same thing: one table out of the term tables that the readers and writers use.

``docs/mapping.md`` shows it; ``python -m studio.standards.mapping`` writes it there again, and a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from studio.model.associations import KINDS
from studio.standards.fields import Field

STANDARDS = {"ctdl": "CTDL-ASN", "case": "CASE", "skos": "SKOS", "asn": "ASN", "rsd": "RSD", "opensalt": "OpenSALT"}
"""The modules of ``studio.standards`` with a term table, and what the standards are called."""

TABLES = ("framework", "competency", "concept_scheme", "concept")
BEGIN, END = "<!-- made by studio.standards.mapping: begin -->", "<!-- made by studio.standards.mapping: end -->"


def tables() -> Iterator[str]:
    """The mapping as Markdown: one table for each kind of item, and one for the links."""
    modules = {name: import_module(f"studio.standards.{name}") for name in STANDARDS}
    for table in TABLES:
        found: dict[str, dict[str, list[str]]] = {}
        for name, module in modules.items():
            entries: tuple[Field, ...] = module.FIELDS.get(table, ())
            for field in entries:
                found.setdefault(field.column, {}).setdefault(name, []).append(field.property)
        used = [name for name in STANDARDS if any(name in cells for cells in found.values())]
        yield f"\n### {table.replace('_', ' ').capitalize()}\n"
        yield _row("field", *(STANDARDS[name] for name in used))
        yield _row(*["---"] * (len(used) + 1))
        for column, cells in found.items():
            yield _row(f"`{column}`", *(", ".join(cells.get(name, ())) for name in used))
    yield "\n### Links\n"
    yield _row("kind", "says", "CTDL-ASN", "CASE", "SKOS")
    yield _row(*["---"] * 5)
    for kind in KINDS.values():
        yield _row(f"`{kind.name}`", f"A {kind.meaning}", kind.ctdl or "", kind.case or "", kind.skos or "")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def updated(page: str) -> str:
    """The page with the present tables between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return "\n".join([f"{before}{BEGIN}", *tables(), f"{END}{after}"])


if __name__ == "__main__":
    place = Path("docs/mapping.md")
    place.write_text(updated(place.read_text(encoding="utf-8")), encoding="utf-8")
