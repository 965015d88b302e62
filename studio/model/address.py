# SPDX-License-Identifier: Apache-2.0
"""Addresses of shared workspaces: ``postgresql://name:password@server:5432/workspace``. A password is never shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studio.model.errors import StudioError

if TYPE_CHECKING:
    from sqlalchemy import URL

_SCHEMES = ("postgresql://", "postgresql+psycopg://", "postgres://")
_SECRETS = ("password", "sslpassword")


def is_address(place: str | Path) -> bool:
    """Whether the place is a shared workspace rather than a file."""
    return str(place).startswith(_SCHEMES)


def parse(address: str) -> URL:
    """The parts of an address, for the driver psycopg. Raises StudioError when it cannot be read."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise StudioError(
            "The address of the shared workspace cannot be read."
            " Write it as postgresql://name@server:5432/workspace; special characters in a password as %40."
        ) from error
    return url.set(drivername="postgresql+psycopg")


def without_password(address: str) -> str:
    """The address as it may be shown and remembered."""
    url = parse(address).set(drivername="postgresql").difference_update_query(_SECRETS)
    return url._replace(password=None).render_as_string(hide_password=False)


def with_password(address: str, password: str) -> str:
    """The address with this password in it, to connect with."""
    url = parse(address).set(drivername="postgresql")
    url = url.set(password=password) if url.username else url.update_query_dict({"password": password})
    return url.render_as_string(hide_password=False)


def has_password(address: str) -> bool:
    """Whether the address brings its own password."""
    url = parse(address)
    return bool(url.password or url.query.get("password"))


def workspace_name(address: str) -> str:
    """What the workspace is called in short: ``partnership on db.example.org``."""
    url = parse(address)
    name = url.database or url.username or "workspace"
    return f"{name} on {url.host}" if url.host else name
