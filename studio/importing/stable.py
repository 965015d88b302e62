# SPDX-License-Identifier: Apache-2.0
"""Ids of rows for what a file gives no identifier: the same each time the file is read."""

from __future__ import annotations

import hashlib


def stable_id(*parts: str) -> str:
    """A UUID (version 8, RFC 9562) made out of texts: the same for the same texts."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"
