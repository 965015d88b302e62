# SPDX-License-Identifier: Apache-2.0
"""The signed template package: a badge definition that strangers can check, as a folder of plain files."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urldefrag

from studio.credentials import did, issuing, proofs, safe_mode
from studio.credentials.canonical import canonical
from studio.credentials.criteria_page import criteria_page
from studio.credentials.errors import CredentialError
from studio.credentials.keys import SigningKey
from studio.credentials.recipients import Recipient
from studio.model.values import new_id, now
from studio.standards.openbadges import CONTEXTS, RelatedResource

ACHIEVEMENT = "achievement.json"
CRITERIA = "criteria.html"
ENDORSEMENT = "endorsement.json"
ISSUER = "issuer.json"
DID = "did.json"
README = "README.txt"
CREDENTIALS = "credentials"
SENDING_LIST = "index.csv"
IMAGES = {"image/svg+xml": "image.svg", "image/png": "image.png"}
"""The two kinds of badge image that Open Badges 3.0 allows."""


@dataclass(frozen=True)
class Making:
    """What differs each time a package is made, given from outside so that everything else is repeatable."""

    created: str
    new_id: Callable[[], str]
    """Makes an identifier such as ``urn:uuid:…``."""
    new_salt: Callable[[], str]


def making_now() -> Making:
    """For real use: the present time, random identifiers and salts of 128 bits."""
    return Making(created=now(), new_id=lambda: f"urn:uuid:{new_id()}", new_salt=lambda: secrets.token_urlsafe(16))


@dataclass
class Written:
    """What was written, by path inside the folder."""

    folder: Path
    files: list[str] = field(default_factory=list)
    credentials: int = 0


def with_context(achievement: Mapping[str, Any]) -> dict[str, Any]:
    """The Achievement as a document of its own: its vocabularies first."""
    return {"@context": list(CONTEXTS), **{key: value for key, value in achievement.items() if key != "@context"}}


def resource_id(achievement_id: str, name: str) -> str:
    """How the endorsement names a file of the package: the achievement itself, or a part of it."""
    if name == ACHIEVEMENT:
        return achievement_id
    part = "criteria-page" if name == CRITERIA else "image"
    return f"{urldefrag(achievement_id).url}#{part}"


def image_file(achievement: Mapping[str, Any]) -> tuple[str, str, bytes] | None:
    """(file name, media type, bytes) of the picture inside the Achievement; None when it is only an address."""
    image = achievement.get("image")
    address = image.get("id", "") if isinstance(image, dict) else ""
    if not isinstance(address, str) or not address.startswith("data:"):
        return None
    heading, _, data = address.removeprefix("data:").partition(",")
    media_type = heading.split(";")[0]
    if media_type not in IMAGES:
        raise CredentialError(f'The badge image is of the type "{media_type}". Open Badges take PNG or SVG.')
    try:
        content = base64.b64decode(data, validate=True) if heading.endswith(";base64") else unquote_to_bytes(data)
    except binascii.Error as error:
        raise CredentialError("The badge image is damaged. Choose the picture again.") from error
    return IMAGES[media_type], media_type, content


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """The document as the file's bytes: UTF-8, two spaces, the order of the standard."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def write_package(
    folder: Path,
    achievement: Mapping[str, Any],
    issuer: Mapping[str, Any],
    key: SigningKey,
    making: Making,
    recipients: Sequence[Recipient] = (),
    validity_months: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Written:
    """Write the package of one Achievement, and one credential for each recipient, into ``folder``.

    ``issuer`` is a Profile; its ``id`` is replaced by the DID of the key. Template files of the same badge are
    replaced; issued credentials never are. Everything is made and signed before the first byte is written.
    Raises ``CredentialError`` (also ``UnsafeDocument``) and ``NotOpenBadges``.
    """
    _check_target(folder, str(achievement.get("id", "")), bool(recipients))
    profile = {**issuer, "id": key.controller, "type": ["Profile"]}
    files = _template(achievement, profile, key, making)
    for number, recipient in enumerate(recipients, start=1):
        document = issuing.credential(
            achievement, profile, recipient, making.created, making.new_id(), making.new_salt(), validity_months
        )
        files[f"{CREDENTIALS}/{number:04d}.json"] = json_bytes(proofs.sign(document, key, making.created))
        progress(number, len(recipients))
    if recipients:
        files[f"{CREDENTIALS}/{SENDING_LIST}"] = _sending_list(recipients)
    try:
        for name, data in files.items():
            _write(folder / name, data)
    except OSError as error:
        raise CredentialError(f'The package cannot be written into "{folder}": {error.strerror}.') from error
    return Written(folder, sorted(files), len(recipients))


def _template(
    achievement: Mapping[str, Any], profile: Mapping[str, Any], key: SigningKey, making: Making
) -> dict[str, bytes]:
    definition = with_context(achievement)
    safe_mode.check_values(definition)
    canonical(definition)  # refuses what an importing program would silently leave out
    media_types = {ACHIEVEMENT: "application/ld+json", CRITERIA: "text/html"}
    files = {ACHIEVEMENT: json_bytes(definition), CRITERIA: criteria_page(achievement).encode("utf-8")}
    picture = image_file(achievement)
    if picture:
        name, media_type, data = picture
        media_types[name], files[name] = media_type, data
    resources = [
        RelatedResource(
            id=resource_id(achievement["id"], name), digest_sri=issuing.digest_sri(data), media_type=media_types[name]
        )
        for name, data in files.items()
    ]
    document = issuing.endorsement(achievement, profile, resources, making.created, making.new_id())
    files[ENDORSEMENT] = json_bytes(proofs.sign(document, key, making.created))
    files[ISSUER] = json_bytes({"@context": list(CONTEXTS), **document["issuer"]})
    files[DID] = json_bytes(did.document(key.controller, key.key.public_key))
    files[README] = _readme(achievement, key, sorted(files)).encode("utf-8")
    return files


def _check_target(folder: Path, achievement_id: str, issuing_credentials: bool) -> None:
    """Never mix two badges in one folder, and never replace a credential that may have been sent."""
    if folder.exists() and not folder.is_dir():
        raise CredentialError(f'"{folder}" is a file. Choose a folder for the package.')
    existing = folder / ACHIEVEMENT
    if existing.exists():
        try:
            other = json.loads(existing.read_bytes()).get("id")
        except (OSError, ValueError, AttributeError):
            other = None
        if other != achievement_id:
            raise CredentialError(f'"{folder}" holds the package of another badge. Choose another folder.')
    if issuing_credentials and any((folder / CREDENTIALS).glob("*.json")):
        raise CredentialError(f'"{folder / CREDENTIALS}" already holds credentials. Choose another folder.')


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644 if CREDENTIALS not in path.parts else 0o600)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sending_list(recipients: Iterable[Recipient]) -> bytes:
    """Which file is whose, for sending. Cells that a spreadsheet would compute are made plain text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["file", "row", "name", "email", "id"])
    for number, recipient in enumerate(recipients, start=1):
        cells = [recipient.name or "", recipient.email or "", recipient.id or ""]
        writer.writerow([f"{number:04d}.json", recipient.row, *(_plain(cell) for cell in cells)])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


_ABOUT = {
    ACHIEVEMENT: "the badge itself, as Open Badges 3.0 wants it: name, criteria, rubric, competencies",
    CRITERIA: "the same for people: a page for your website",
    "image.svg": "the picture of the badge",
    "image.png": "the picture of the badge",
    ENDORSEMENT: "the issuer's signature: it vouches for the badge and lists the digests of the files above",
    ISSUER: "who signed",
    DID: "the public key that the signature is checked with",
}


def _readme(achievement: Mapping[str, Any], key: SigningKey, names: Sequence[str]) -> str:
    listed = "\n".join(f"  {name:<18}{_ABOUT[name]}" for name in names)
    address = did.document_address(key.controller)
    where = f"\nPut did.json at {address} so that others can find the key.\n" if address else ""
    return f"""{achievement["name"]}

This folder is a badge definition signed by its issuer. It holds no personal data,
except the folder "{CREDENTIALS}" when credentials were made: send each of those to its earner only.

{listed}
{where}
Check it with this program:

  studio verify .

Check it with another program: endorsement.json is a W3C Verifiable Credential (data model 2.0) with
an eddsa-rdfc-2022 proof. Any program for such credentials can check it, for example the npm package
@digitalbazaar/vc or an Open Badges 3.0 validator. Then compare the digest of each file, for example

  openssl dgst -sha256 -binary {ACHIEVEMENT} | openssl base64

with the "digestSRI" under "relatedResource" in endorsement.json.

Signed with {key.verification_method}
"""
