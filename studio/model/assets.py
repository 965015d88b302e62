# SPDX-License-Identifier: Apache-2.0
"""Pictures that belong to the project: badge images and logos, each kept once however often it is used."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from studio.model import schema
from studio.model.errors import StudioError
from studio.model.items import get
from studio.model.project import Project
from studio.model.svg import check_svg

LARGEST = 10_000_000
"""Bytes of a picture; Open Badges images are some kilobytes, and the journal keeps every one that ever was."""

s = schema.asset.c


def media_type_of(data: bytes) -> str | None:
    """``image/png``, ``image/svg+xml``, ``image/jpeg`` or ``image/webp`` by content; ``None`` for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") and b"<svg" in head:
        return "image/svg+xml"
    return None


def check_image(name: str, data: bytes) -> str:
    """The media type of a picture. Raises StudioError for what is none, is too large, or runs something."""
    media_type = media_type_of(data)
    if media_type is None:
        raise StudioError(f'"{name}" is not a picture this program can use. Choose a PNG, SVG, JPEG or WebP file.')
    if len(data) > LARGEST:
        raise StudioError(f'"{name}" has {len(data) // 1_000_000} MB; a picture may have {LARGEST // 1_000_000}.')
    if media_type == "image/svg+xml":
        check_svg(name, data)
    return media_type


def add_image(project: Project, name: str, data: bytes, asset_id: str | None = None) -> str:
    """Keep a picture and return its id; the same bytes are kept once. Raises StudioError for anything else.

    ``asset_id`` for a new picture whose identifier is settled already.
    """
    media_type = check_image(name, data)
    digest = hashlib.sha256(data).hexdigest()
    with project.change(f'Add picture "{name}"') as change:
        known = project.scalar(select(s.id).where(s.sha256 == digest).limit(1))
        if known is not None:
            return str(known)
        row = {"id": asset_id, "name": name, "media_type": media_type, "sha256": digest, "data": data}
        return change.insert(schema.asset, [row])[0]


def image(project: Project, asset_id: str) -> tuple[str, bytes]:
    """Media type and bytes of a picture. Raises NotFound."""
    row = get(project, schema.asset, asset_id, "media_type", "data")
    return row.media_type, row.data
