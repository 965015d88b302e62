# SPDX-License-Identifier: Apache-2.0
"""``studio sign`` and ``studio verify``: badges that strangers can check."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from studio.cli import common, keys
from studio.credentials import passphrase
from studio.credentials.keys import KeyStore


class Suite(StrEnum):
    """How badges are signed."""

    eddsa_rdfc_2022 = "eddsa-rdfc-2022"


def sign(
    project: common.ProjectArgument,
    badge: Annotated[str, typer.Option("--badge", metavar="ID", help="UUID, CTID, code or exact name of the badge.")],
    key: Annotated[str, typer.Option("--key", metavar="NAME", help="The signing key; see: studio key list")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write the signed package into.")],
    suite: Annotated[Suite, typer.Option("--suite", help="The kind of signature.")] = Suite.eddsa_rdfc_2022,
    recipients: Annotated[
        Path | None,
        typer.Option("--recipients", metavar="R.csv", help="One credential for each row: email or id, name, date."),
    ] = None,
    web: Annotated[
        str | None,
        typer.Option("--web", metavar="DOMAIN", help="Sign in the name of your website, where did.json has to be."),
    ] = None,
    passphrase_file: keys.PassphraseFile = None,
    as_json: common.JsonOption = False,
) -> None:
    """Sign a badge: a package that others can check, and one credential for each recipient."""
    from studio.credentials.package import making_now, write_package
    from studio.credentials.recipients import RecipientList, read_recipients
    from studio.export import openbadges
    from studio.model import lookup

    store = KeyStore()
    store.find(key)
    earners = read_recipients(recipients) if recipients else RecipientList((), ())
    with common.open_project(project, read_only=True) as opened:
        definition = openbadges.definition(opened, lookup.find(opened, badge, ("badge",)).id)
    signer = store.open(key, passphrase.resolve(key, passphrase_file, keys.ask), web)
    with common.progress("Signing") as show:
        written = write_package(
            out,
            definition.achievement,
            definition.issuer,
            signer,
            making_now(),
            earners.recipients,
            definition.validity_months,
            lambda done, total: show(done, total, "Signing"),
        )
    unused = [f'The column "{heading}" of the recipients was not used.' for heading in earners.unused_columns]
    findings = [*definition.findings, *unused]
    if as_json:
        common.print_json(
            {
                "out": str(out),
                "suite": suite.value,
                "issuer": signer.controller,
                "files": written.files,
                "credentials": written.credentials,
                "findings": findings,
            }
        )
        return
    made = f"the package and {written.credentials} credentials are" if written.credentials else "the package is"
    print(f'Signed "{definition.achievement["name"]}": {made} in {out}')
    for finding in findings:
        common.note(finding)


def verify(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Credentials, baked pictures, or folders of signed packages."),
    ],
    recipient: Annotated[
        str | None, typer.Option("--recipient", metavar="EMAIL", help="Also check that this person earned it.")
    ] = None,
    did_files: Annotated[
        list[Path] | None,
        typer.Option("--did", metavar="FILE", help="A DID document, for issuers that are named by a website."),
    ] = None,
    as_json: common.JsonOption = False,
) -> None:
    """Check credentials without the network: signature, issuer, dates, and everything inside."""
    from studio.credentials.errors import CredentialError
    from studio.credentials.verify import Circumstances, read_did_documents, verify_path

    for path in files:
        if not path.exists():
            raise CredentialError(f'There is no file "{path}".')
    circumstances = Circumstances(did_documents=read_did_documents(did_files or ()), recipient=recipient)
    reports = [verify_path(path, circumstances) for path in files]
    if as_json:
        common.print_json([report.to_json() for report in reports])
    else:
        for report in reports:
            print(f"{report.file}: {'verified' if report.verified else 'NOT verified'}")
            for check in report.checks:
                mark = "!" if check.warning and check.ok else "✓" if check.ok else "✗"
                print(f"  {mark} {check.check}: {check.detail}")
    if not all(report.verified for report in reports):
        common.answer_no()
