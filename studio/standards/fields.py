# SPDX-License-Identifier: Apache-2.0
"""How every standard's term table is written: which column is which property, once, to read and to write."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One column and its property. ``kind`` names the pair of functions that turn its values into the standard's and
    back, in the standard's module of values (for example ``studio.standards.ctdl_values``)."""

    column: str
    property: str
    kind: str


def fields(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    """A table of fields."""
    return tuple(Field(*row) for row in rows)
