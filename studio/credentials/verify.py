# SPDX-License-Identifier: Apache-2.0
"""Is this credential what it says? Every check in words that a dean understands; offline, always."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from studio.credentials import documents, jwt, proofs
from studio.credentials.contexts import Contexts
from studio.credentials.errors import CredentialError, SignatureRefused
from studio.credentials.recipients import identity_hash
from studio.standards import openbadges as ob

MOST_ENDORSEMENTS = 50
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. ``warning``: nothing is wrong, but something could not be looked at."""

    check: str
    ok: bool
    detail: str
    warning: bool = False


@dataclass
class Report:
    """What was found out about one file or folder."""

    file: str
    checks: list[Check] = field(default_factory=list)

    @property
    def verified(self) -> bool:
        """Whether it has checks and none of them failed."""
        return bool(self.checks) and all(check.ok for check in self.checks)

    def add(self, check: str, ok: bool, detail: str, warning: bool = False) -> bool:
        """Note one check; returns ``ok``."""
        self.checks.append(Check(check, ok, detail, warning))
        return ok

    def to_json(self) -> dict[str, Any]:
        """``{"file", "verified", "checks": [{"check", "ok", "detail"}]}``; ``warning`` is there only when true."""
        return {
            "file": self.file,
            "verified": self.verified,
            "checks": [
                {"check": each.check, "ok": each.ok, "detail": each.detail}
                | ({"warning": True} if each.warning else {})
                for each in self.checks
            ],
        }


@dataclass(frozen=True)
class Circumstances:
    """What a check depends on besides the file: the time, DID documents at hand, and whose badge it should be."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    did_documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    recipient: str | None = None
    contexts: Contexts | None = None


def verify_path(path: Path, circumstances: Circumstances | None = None) -> Report:
    """Check a credential file, a baked picture, or the folder of a signed package.

    A file that cannot be read as any of these is a report with one failed check, never an exception.
    """
    circumstances = circumstances or Circumstances()
    if path.is_dir():
        from studio.credentials.verify_package import verify_package

        return verify_package(path, circumstances)
    report = Report(str(path))
    try:
        verify_document(documents.read(path), report, circumstances)
    except CredentialError as error:
        report.add("File", False, str(error))
    return report


def verify_document(
    document: dict[str, Any] | str, report: Report, circumstances: Circumstances, prefix: str = ""
) -> None:
    """Check one credential (parsed JSON, or the text of a JWT) and the endorsements inside it, into the report."""
    credential = document if isinstance(document, dict) else jwt.credential_of(jwt.decode(document)[1])
    if not _check_form(credential, report, prefix):
        return
    method = _check_signature(document, report, circumstances, prefix)
    if method is not None:
        _check_issuer(credential, method, report, prefix)
    _check_dates(credential, report, circumstances.now, prefix)
    if "credentialStatus" in credential:
        report.add(f"{prefix}Revocation", True, "Not checked: the list of withdrawn badges is online.", warning=True)
    if circumstances.recipient and not prefix:
        _check_recipient(credential, circumstances.recipient, report)
    _check_endorsements(credential, report, circumstances, prefix)


def _check_form(credential: Mapping[str, Any], report: Report, prefix: str) -> bool:
    try:
        record = ob.read_credential(credential)
    except ob.NotOpenBadges as error:
        hint = ""
        if "Achievement" in _listed(credential.get("type")) and "proof" not in credential:
            hint = " It is a badge definition; its signature is in endorsement.json beside it."
        return report.add(f"{prefix}Form", False, str(error) + hint)
    kind = "an endorsement" if isinstance(record, ob.EndorsementCredential) else "a badge"
    return report.add(f"{prefix}Form", True, f"It is {kind} as Open Badges 3.0 describes it.")


def _check_signature(
    document: dict[str, Any] | str, report: Report, circumstances: Circumstances, prefix: str
) -> str | None:
    """The verification method that signed; ``""`` for a key that is not tied to an identifier; None: not verified."""
    label = f"{prefix}Signature"
    try:
        if isinstance(document, str):
            opened = jwt.verify(document, circumstances.did_documents)
            report.add(label, True, f"The signature ({opened.algorithm}) fits; nothing was changed since.")
            return opened.method or ""
        found = proofs.proofs(document)
        if not found:
            report.add(label, False, "The file is not signed.")
            return None
        methods = [
            proofs.verify_proof(document, proof, circumstances.contexts, circumstances.did_documents, circumstances.now)
            for proof in found
        ]
    except CredentialError as error:
        report.add(label, False, str(error))
        return None
    issuer = proofs.issuer_id(document)
    detail = "The signature fits; nothing was changed since."
    if len(methods) > 1:
        detail = f"All {len(methods)} signatures fit; nothing was changed since."
    report.add(label, True, detail)
    return next((method for method in methods if method.partition("#")[0] == issuer), methods[0])


def _check_issuer(credential: Mapping[str, Any], method: str, report: Report, prefix: str) -> None:
    issuer = proofs.issuer_id(credential)
    name = credential["issuer"].get("name") if isinstance(credential["issuer"], dict) else None
    shown = f"{name} ({issuer})" if name else issuer
    label = f"{prefix}Issuer"
    if not method:
        report.add(label, False, f"The key came with the file; nothing shows that it is the key of {shown}.")
    elif method.partition("#")[0] == issuer:
        tie = (
            ""
            if not str(issuer).startswith("did:key:")
            else " Anybody can choose that name; compare the identifier with one from the issuer."
        )
        report.add(label, True, f"Signed with the issuer's own key: {shown}.{tie}")
    else:
        report.add(label, False, f"The issuer is {shown}, but the key belongs to {method.partition('#')[0]}.")


def _check_dates(credential: Mapping[str, Any], report: Report, now: datetime, prefix: str) -> None:
    label = f"{prefix}Dates"
    start, end = proofs.parse_time(credential.get("validFrom")), proofs.parse_time(credential.get("validUntil"))
    if start is None or (end is None and "validUntil" in credential):
        report.add(label, False, "The dates are not days of the calendar with a time and a time zone.")
    elif start > now:
        report.add(label, False, f"Not valid yet: it starts on {day(start)}.")
    elif end is not None and end < now:
        report.add(label, False, f"Expired on {day(end)}.")
    else:
        until = f" until {day(end)}" if end else ""
        report.add(label, True, f"Valid since {day(start)}{until}.")


def day(moment: datetime) -> str:
    """``2 November 2026``."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _check_recipient(credential: Mapping[str, Any], recipient: str, report: Report) -> None:
    """Whether the badge belongs to this email address or identifier (Open Badges 3.0 verification, step 7)."""
    subject = credential.get("credentialSubject", {})
    entries = subject.get("identifier", [])
    for entry in entries if isinstance(entries, list) else [entries]:
        given = str(entry.get("identityHash"))
        wanted = identity_hash(recipient, entry.get("salt") or "") if entry.get("hashed") else recipient
        if given == wanted:
            report.add("Earner", True, f"It was earned by {recipient}.")
            return
    ok = subject.get("id") == recipient
    report.add("Earner", ok, f"It was earned by {recipient}." if ok else f"It was not earned by {recipient}.")


def _holders(credential: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """The parts of a credential that can carry endorsements, with what people call them."""
    subject = credential.get("credentialSubject")
    subject = subject if isinstance(subject, dict) else {}
    achievement = subject.get("achievement")
    achievement = achievement if isinstance(achievement, dict) else {}
    parts = {
        "credential": credential,
        "issuer": credential.get("issuer"),
        "badge": achievement,
        "creator": achievement.get("creator"),
        "source": subject.get("source"),
    }
    return [(name, part) for name, part in parts.items() if isinstance(part, dict)]


def _check_endorsements(
    credential: Mapping[str, Any], report: Report, circumstances: Circumstances, prefix: str
) -> None:
    number = 0
    for name, holder in _holders(credential):
        for endorsement in (*_listed(holder.get("endorsement")), *_listed(holder.get("endorsementJwt"))):
            number += 1
            label = f"{prefix}Endorsement {number} ({name}): "
            if number > MOST_ENDORSEMENTS or prefix.count("Endorsement") > 2:
                report.add(label.rstrip(": "), False, "There are more endorsements than this program checks.")
                return
            try:
                verify_document(endorsement, report, circumstances, label)
                _check_endorsed(endorsement, holder, report, label)
            except CredentialError as error:
                report.add(f"{label}File", False, str(error))


def _check_endorsed(endorsement: Any, holder: Mapping[str, Any], report: Report, label: str) -> None:
    """An endorsement of something else, pasted in, says nothing about this badge."""
    content = endorsement if isinstance(endorsement, dict) else jwt.credential_of(jwt.decode(endorsement)[1])
    subject = content.get("credentialSubject")
    endorsed = subject.get("id") if isinstance(subject, dict) else None
    if endorsed != holder.get("id"):
        report.add(f"{label}Subject", False, f"It endorses something else: {endorsed}.")


def _listed(value: Any) -> Sequence[Any]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict | str)]


def read_did_documents(paths: Iterable[Path]) -> dict[str, Mapping[str, Any]]:
    """DID documents by their id, for issuers that are not ``did:key``. Raises ``CredentialError``."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in paths:
        document = documents.parse_object(documents.read_bytes(path), path.name)
        identifier = document.get("id")
        if not isinstance(identifier, str) or not ("verificationMethod" in document or "assertionMethod" in document):
            raise SignatureRefused(f'"{path.name}" is not a DID document.')
        found[identifier] = document
    return found
