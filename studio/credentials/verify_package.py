# SPDX-License-Identifier: Apache-2.0
"""Checking the folder of a signed package: the signature, every file's digest, the key, and the credentials."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studio.credentials import did, documents, package, proofs
from studio.credentials.errors import CredentialError
from studio.credentials.issuing import digest_sri
from studio.credentials.verify import Circumstances, Report, verify_document, verify_path
from studio.standards import openbadges as ob

_SIGNED = (package.ACHIEVEMENT, package.CRITERIA, *package.IMAGES.values())
_UNSIGNED = {package.README}


def verify_package(folder: Path, circumstances: Circumstances) -> Report:
    """Check everything in the folder of a signed package; one report, with the name of each file in its checks."""
    report = Report(str(folder))
    try:
        endorsement = _read(folder, package.ENDORSEMENT)
        achievement_bytes = documents.read_bytes(_inside(folder, package.ACHIEVEMENT))
        achievement = documents.parse_object(achievement_bytes, package.ACHIEVEMENT)
    except CredentialError as error:
        report.add("Package", False, f"This folder is not a whole signed package. {error}")
        return report
    _check_did_document(folder, endorsement, report, circumstances)
    before = len(report.checks)
    verify_document(endorsement, report, circumstances, f"{package.ENDORSEMENT}: ")
    if not all(check.ok for check in report.checks[before:]):
        report.add("Files", False, "The files are not covered by a signature that can be trusted.")
        return report
    _check_definition(achievement, endorsement, report)
    _check_digests(folder, achievement, endorsement, report)
    _check_issuer_file(folder, endorsement, report)
    _check_credentials(folder, achievement, endorsement, report, circumstances)
    _check_strangers(folder, report)
    return report


def _inside(folder: Path, name: str) -> Path:
    """A file that is really in the folder: a link to elsewhere is not part of the package."""
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise CredentialError(f'"{name}" is missing.')
    return path


def _read(folder: Path, name: str) -> dict[str, Any]:
    return documents.parse_object(documents.read_bytes(_inside(folder, name)), name)


def _check_did_document(
    folder: Path, endorsement: Mapping[str, Any], report: Report, circumstances: Circumstances
) -> None:
    """``did.json`` has to be the issuer's. It proves nothing by itself: for a ``did:web`` the website decides."""
    issuer = str(proofs.issuer_id(endorsement))
    try:
        document = _read(folder, package.DID)
    except CredentialError as error:
        report.add(package.DID, False, str(error))
        return
    if document.get("id") != issuer:
        report.add(package.DID, False, f"It belongs to {document.get('id')}, but the issuer is {issuer}.")
    elif issuer.startswith("did:key:"):
        same = document == did.document(issuer, issuer.removeprefix("did:key:"))
        report.add(package.DID, same, "It is the key of the issuer." if same else "It was changed: the key is another.")
    elif issuer in circumstances.did_documents:
        same = circumstances.did_documents[issuer] == document
        report.add(package.DID, same, "It is the one you gave." if same else "It is not the one you gave.")
    else:
        address = did.document_address(issuer)
        detail = f"Anybody could have written it. Get {address} from the issuer's website and give it with --did."
        report.add(package.DID, False, detail)


def _check_definition(achievement: Mapping[str, Any], endorsement: Mapping[str, Any], report: Report) -> None:
    try:
        ob.Achievement.read({key: value for key, value in achievement.items() if key != "@context"}, "The badge")
    except ob.NotOpenBadges as error:
        report.add(package.ACHIEVEMENT, False, str(error))
        return
    same = endorsement["credentialSubject"]["id"] == achievement["id"]
    detail = f"{achievement['name']}: the badge that was endorsed." if same else "Another badge was endorsed."
    report.add(package.ACHIEVEMENT, same, detail)


def _check_digests(
    folder: Path, achievement: Mapping[str, Any], endorsement: Mapping[str, Any], report: Report
) -> None:
    listed = endorsement.get("relatedResource", [])
    digests = {entry.get("id"): entry.get("digestSRI") for entry in (listed if isinstance(listed, list) else [listed])}
    identifier = str(achievement.get("id"))
    for name in _SIGNED:
        wanted = digests.get(package.resource_id(identifier, name))
        if name in package.IMAGES.values() and not (folder / name).exists():
            continue
        try:
            found = digest_sri(documents.read_bytes(_inside(folder, name)))
        except CredentialError as error:
            report.add(f"{name}: digest", False, str(error))
            continue
        if wanted is None:
            report.add(f"{name}: digest", False, "The issuer did not sign this file.")
        else:
            detail = "The same as when it was signed." if found == wanted else "It was changed after it was signed."
            report.add(f"{name}: digest", found == wanted, detail)
    image = package.resource_id(identifier, package.IMAGES["image/png"])
    if image in digests and not any((folder / name).exists() for name in package.IMAGES.values()):
        report.add("image: digest", False, "The picture of the badge is missing.")


def _check_issuer_file(folder: Path, endorsement: Mapping[str, Any], report: Report) -> None:
    try:
        profile = {key: value for key, value in _read(folder, package.ISSUER).items() if key != "@context"}
    except CredentialError as error:
        report.add(package.ISSUER, False, str(error))
        return
    same = profile == endorsement["issuer"]
    detail = "It is the issuer that signed." if same else "It differs from the issuer that signed."
    report.add(package.ISSUER, same, detail)


def _check_credentials(
    folder: Path,
    achievement: Mapping[str, Any],
    endorsement: Mapping[str, Any],
    report: Report,
    circumstances: Circumstances,
) -> None:
    definition = {key: value for key, value in achievement.items() if key != "@context"}
    for path in sorted((folder / package.CREDENTIALS).glob("*.json")):
        name = f"{package.CREDENTIALS}/{path.name}"
        inner = verify_path(path, circumstances)
        failed = [check for check in inner.checks if not check.ok]
        if failed:
            for check in failed:
                report.add(f"{name}: {check.check}", False, check.detail)
            continue
        credential = documents.parse_object(documents.read_bytes(path), path.name)
        if proofs.issuer_id(credential) != proofs.issuer_id(endorsement):
            report.add(name, False, "It is signed by another issuer.")
        elif credential["credentialSubject"].get("achievement") != definition:
            report.add(name, False, "It is not this badge, or another version of it.")
        else:
            report.add(name, True, "Signed by the issuer, for this badge.")


def _check_strangers(folder: Path, report: Report) -> None:
    """Files that nobody signed are named, so that nobody takes them for part of the package."""
    expected = {*_SIGNED, *_UNSIGNED, package.ENDORSEMENT, package.ISSUER, package.DID, package.CREDENTIALS}
    for path in sorted(folder.iterdir()):
        if path.name not in expected:
            report.add(path.name, True, "This file does not belong to the package and was not checked.", warning=True)
