# SPDX-License-Identifier: Apache-2.0
"""Fractional sort keys for siblings: moving an item writes one row, and two people can insert at once.

Keys are base-62 text that sorts by bytes (the scheme of the ``fractional-indexing`` package).
"""

from __future__ import annotations

from fractional_indexing import BASE_62_DIGITS, FIError, generate_key_between, generate_n_keys_between


def between(before: str | None, after: str | None, count: int = 1) -> list[str]:
    """``count`` ascending keys after ``before`` and ahead of ``after``; ``None`` means the open end.

    Two siblings may share a key after concurrent edits; then the new keys go after ``before``.
    """
    if before is not None and after is not None and before >= after:
        after = None
    try:
        if count == 1:
            return [generate_key_between(before, after)]
        if after is None:
            return _following(before, count)
        return list(generate_n_keys_between(before, after, count))
    except FIError:
        # A key written by another program: start a fresh run after it rather than refuse the edit.
        return [f"{before or ''}{key}" for key in _following(None, count)]


def _following(before: str | None, count: int) -> list[str]:
    """Consecutive keys: where only the last digit counts up, no key needs the package."""
    keys: list[str] = []
    while len(keys) < count:
        key = generate_key_between(keys[-1] if keys else before, None)
        start = BASE_62_DIGITS.index(key[-1])
        keys += [key[:-1] + digit for digit in BASE_62_DIGITS[start : start + count - len(keys)]]
    return keys
