# SPDX-License-Identifier: Apache-2.0
"""Who earned the badge: a CSV file from a stranger's spreadsheet, read with care and never kept in a project."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from studio.credentials.errors import CredentialError

MOST_BYTES = 20 * 2**20
MOST_RECIPIENTS = 50_000
_HEADINGS = {
    "email": {"email", "e-mail", "emailaddress", "email address", "mail", "recipient"},
    "id": {"id", "did", "identifier", "recipient id"},
    "name": {"name", "full name", "learner", "student"},
    "date": {"date", "awarded", "award date", "date awarded", "issued", "issued on"},
}
_EMAIL = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;]+")
_ID = re.compile(r"(did:[a-z0-9]+:|https?://|urn:[a-z0-9][a-z0-9-]+:|mailto:)[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True)
class Recipient:
    """One earner. ``row`` is the line in the file; the name is for the sender's list only, never in a credential."""

    row: int
    email: str | None = None
    id: str | None = None
    name: str | None = None
    date: str | None = None
    """When it was earned, as a UTC time."""


@dataclass(frozen=True)
class RecipientList:
    """The earners of a file, and the headings of the columns that were not used."""

    recipients: Sequence[Recipient]
    unused_columns: Sequence[str]


def identity_hash(identifier: str, salt: str) -> str:
    """``sha256$`` and the hash of identifier and salt (Open Badges 3.0, IdentityObject)."""
    return "sha256$" + hashlib.sha256((identifier + salt).encode("utf-8")).hexdigest()


def read_recipients(path: Path) -> RecipientList:
    """The earners in a CSV file with a heading row: ``email`` or ``id``, and ``name``, ``date`` if they are there.

    Raises ``CredentialError`` naming the file, the row and what to do; nothing is guessed and no row is skipped.
    """
    text = _text(path)
    try:
        rows = list(csv.reader(io.StringIO(text), _dialect(text), strict=True))
    except csv.Error as error:
        raise CredentialError(f'"{path.name}" cannot be read as a table: {error}. Save it as CSV again.') from error
    if not rows:
        raise CredentialError(f'"{path.name}" is empty. It needs a heading row with "email" or "id".')
    columns, unused = _columns(rows[0], path)
    recipients: list[Recipient] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[1:], start=2):
        values = {name: row[index].strip() for name, index in columns.items() if index < len(row)}
        if not any(cell.strip() for cell in row):
            continue
        recipient = _recipient(values, number, path)
        who = (recipient.id or recipient.email or "").lower()
        if who in seen:
            raise CredentialError(
                f'"{path.name}", row {number}: {who} is already in row {seen[who]}. Remove one of the two.'
            )
        seen[who] = number
        recipients.append(recipient)
        if len(recipients) > MOST_RECIPIENTS:
            raise CredentialError(f'"{path.name}" has more than {MOST_RECIPIENTS} rows. Split it into several files.')
    if not recipients:
        raise CredentialError(f'"{path.name}" names nobody below its heading row.')
    return RecipientList(recipients, unused)


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise CredentialError(f'"{path.name}" is {size // 2**20} MB. A list of recipients is at most 20 MB.')
        data = path.read_bytes()
    except OSError as error:
        raise CredentialError(f'"{path}" cannot be read: {error.strerror}.') from error
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CredentialError(f'"{path.name}" is a workbook. Save the list of recipients as CSV and try again.')
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CredentialError(f'"{path.name}" is not a text file. Save the list of recipients as CSV and try again.')
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CredentialError(f'The characters of "{path.name}" cannot be read. Save it as CSV (UTF-8) and try again.')


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, semicolons or tabs, as the heading row has them."""
    heading = text.split("\n", 1)[0]
    separator = max(",;\t", key=heading.count)

    class Found(csv.excel):
        delimiter = separator

    return Found


def _columns(headings: Sequence[str], path: Path) -> tuple[dict[str, int], list[str]]:
    columns: dict[str, int] = {}
    unused: list[str] = []
    for index, heading in enumerate(headings):
        plain = " ".join(heading.lower().replace("_", " ").split())
        name = next((name for name, words in _HEADINGS.items() if plain in words), None)
        if name is None or name in columns:
            if plain:
                unused.append(heading.strip())
        else:
            columns[name] = index
    if "email" not in columns and "id" not in columns:
        raise CredentialError(f'"{path.name}" needs a heading row with "email" or "id".')
    return columns, unused


def _recipient(values: dict[str, str], row: int, path: Path) -> Recipient:
    where = f'"{path.name}", row {row}'
    for value in values.values():
        if not value.isprintable():
            raise CredentialError(f"{where} holds a character that cannot be printed. Type the row again.")
    email, identifier = values.get("email") or None, values.get("id") or None
    if email is None and identifier is None:
        raise CredentialError(f"{where} has neither an email address nor an identifier.")
    if email is not None and not _EMAIL.fullmatch(email):
        raise CredentialError(f'{where}: "{email}" is not an email address.')
    if identifier is not None and not _ID.fullmatch(identifier):
        raise CredentialError(f'{where}: "{identifier}" is not an identifier such as did:key:… or https://….')
    return Recipient(row, email, identifier, values.get("name") or None, _moment(values.get("date"), where))


def _moment(text: str | None, where: str) -> str | None:
    if not text:
        return None
    try:
        if len(text) == 10:
            return f"{date.fromisoformat(text).isoformat()}T00:00:00Z"
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CredentialError(f'{where}: "{text}" is not a date. Write it as 2026-11-02.') from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
