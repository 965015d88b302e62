# SPDX-License-Identifier: Apache-2.0
"""Numbered schema upgrades. A module ``vNNNN.py`` holds ``upgrade(connection)``, from version NNNN - 1 to NNNN.

A new project gets the present schema at once (``schema.metadata``); an older file walks through the steps.
The tests keep a file of every version and compare the upgraded schema with a new one.
"""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import Connection

SCHEMA_VERSION = 2


def upgrade(connection: Connection, from_version: int) -> None:
    """Run every step after ``from_version``, in order, inside the caller's transaction."""
    for version in range(from_version + 1, SCHEMA_VERSION + 1):
        import_module(f"studio.model.migrations.v{version:04d}").upgrade(connection)
