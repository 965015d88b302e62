# SPDX-License-Identifier: Apache-2.0
"""Fractional sort keys for siblings: moving an item writes one row, and two people can insert at once.

Keys are base-62 text that sorts by bytes (the scheme of the ``fractional-indexing`` package).
"""

from __future__ import annotations

from fractional_indexing import FIError, generate_key_between, generate_n_keys_between


def between(before: str | None, after: str | None, count: int = 1) -> list[str]:
    """``count`` ascending keys after ``before`` and ahead of ``after``; ``None`` means the open end.

    Two siblings may share a key after concurrent edits; then the new keys go after ``before``.
    """
    if before is not None and after is not None and before >= after:
        after = None
    try:
        if count == 1:
            return [generate_key_between(before, after)]
        return list(generate_n_keys_between(before, after, count))
    except FIError:
        # A key written by another program: start a fresh run after it rather than refuse the edit.
        return [f"{before or ''}{key}" for key in generate_n_keys_between(None, None, count)]
