# SPDX-License-Identifier: Apache-2.0
"""``studio key``: the signing keys on this computer."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from studio.cli import common
from studio.credentials import passphrase
from studio.credentials.errors import CredentialError
from studio.credentials.keys import KeyStore

app = typer.Typer(
    name="key",
    help="Signing keys. They live in your own key store on this computer, never in a project.",
    epilog='Example: studio key new "District 2026"',
    no_args_is_help=True,
)


class KeyType(StrEnum):
    """The kinds of keys that can be made."""

    ed25519 = "ed25519"


KeyName = Annotated[str, typer.Argument(metavar="NAME", help="What you call the key.", show_default=False)]
PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="Read the passphrase from the first line of this file."),
]


@app.command("new", epilog='Example: studio key new "District 2026" --passphrase-file secret.txt')
def new(
    name: KeyName,
    key_type: Annotated[KeyType, typer.Option("--type", help="Ed25519 is what every verifier accepts.")] = (
        KeyType.ed25519
    ),
    passphrase_file: PassphraseFile = None,
    remember: Annotated[
        bool, typer.Option("--remember", help="Keep the passphrase in the keyring of this computer.")
    ] = False,
    as_json: common.JsonOption = False,
) -> None:
    """Make a signing key, sealed with a passphrase."""
    store = KeyStore()
    text = passphrase.from_file(passphrase_file) if passphrase_file else _new_passphrase(name)
    key = store.create(name, text, key_type.value)
    if remember and not passphrase.remember(key.name, text):
        common.note("This computer has no keyring; the passphrase was not kept.")
    if as_json:
        common.print_json(_described(store, key.name))
    else:
        print(f'Made the key "{key.name}".\n{key.did}\nIt is in {key.path}; keep a copy of that file.')


@app.command("list", epilog="Example: studio key list --json")
def list_keys(as_json: common.JsonOption = False) -> None:
    """List the keys on this computer."""
    store = KeyStore()
    keys = store.list()
    if as_json:
        common.print_json([_described(store, key.name) for key in keys])
        return
    if not keys:
        print('No keys yet. Make one with: studio key new "District 2026"')
    for key in keys:
        print(f"{key.name}\n  {key.did}\n  {key.type}, made {key.created}")


@app.command("did-document", epilog='Example: studio key did-document "District 2026" --web schools.example > did.json')
def did_document(
    name: KeyName,
    web: Annotated[
        str | None, typer.Option("--web", metavar="DOMAIN", help="Your website, for a did:web identifier.")
    ] = None,
) -> None:
    """Print the DID document of a key: what others check its signatures with."""
    common.print_json(KeyStore().find(name).document(web))


def _described(store: KeyStore, name: str) -> dict[str, str]:
    key = store.find(name)
    return {"name": key.name, "type": key.type, "created": key.created, "did": key.did, "file": str(key.path)}


def ask(question: str) -> str:
    """Ask for a passphrase without showing it. Raises ``CredentialError`` where there is nobody to ask."""
    if not sys.stdin.isatty():
        raise CredentialError("The passphrase cannot be asked for here. Give it with --passphrase-file.")
    return str(typer.prompt(question, hide_input=True, err=True))


def _new_passphrase(name: str) -> str:
    first = ask(f'New passphrase for key "{name}"')
    if ask("The same passphrase again") != first:
        raise CredentialError("The two passphrases differ. Nothing was made.")
    return first
