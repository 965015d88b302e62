# SPDX-License-Identifier: Apache-2.0
"""The page about the mapping between standards shows the tables that the code uses."""

from __future__ import annotations

from pathlib import Path

from studio.standards import mapping


def test_the_page_shows_the_tables_of_the_code(root: Path) -> None:
    page = (root / "docs" / "mapping.md").read_text(encoding="utf-8")
    assert mapping.updated(page) == page, "run: python -m studio.standards.mapping"


def test_every_kind_of_link_and_every_standard_is_there(root: Path) -> None:
    page = (root / "docs" / "mapping.md").read_text(encoding="utf-8")
    assert all(f"| {title} |" in page for title in ("CTDL-ASN", "CASE"))
    assert all(f"| `{name}` |" in page for name in mapping.KINDS)
