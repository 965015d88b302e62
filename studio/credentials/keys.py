# SPDX-License-Identifier: Apache-2.0
"""The key store: signing keys in the user's own data folder, never in a project.

One JSON file a key. Its public half is readable; its secret half is sealed with AES-256-GCM under a key that scrypt
derives from the passphrase. Three wrong passphrases start a short wait, remembered on disk.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.credentials import did
from studio.credentials.errors import CredentialError, KeyNotFound, WrongPassphrase
from studio.model.values import now

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = "competency-studio-key"
TYPES = ("ed25519",)
SHORTEST_PASSPHRASE = 8
FREE_TRIES = 3
WAIT_SECONDS = 30
_SCRYPT = {"n": 2**16, "r": 8, "p": 1}
_MOST_SCRYPT_MEMORY = 256 * 2**20


def folder() -> Path:
    """Where keys live: ``STUDIO_KEYS``, or ``keys`` in the user's data folder of the program."""
    named = os.environ.get("STUDIO_KEYS")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("competency-studio", appauthor=False) / "keys"


@dataclass(frozen=True)
class Key:
    """The public half of a stored key."""

    name: str
    type: str
    created: str
    public_key: str
    """Multikey text, ``z6Mk…``."""
    path: Path

    @property
    def did(self) -> str:
        """The identifier that the key is by itself, ``did:key:z6Mk…``."""
        return f"did:key:{self.public_key}"

    def document(self, web: str | None = None) -> dict[str, Any]:
        """The DID document: of the ``did:key``, or of the ``did:web`` of an address such as ``schools.example``."""
        return did.document(did.did_web(web) if web else self.did, self.public_key)


@dataclass(frozen=True)
class SigningKey:
    """An opened key. ``controller`` is the DID in whose name it signs."""

    key: Key
    controller: str
    secret: Ed25519PrivateKey

    @property
    def verification_method(self) -> str:
        """The DID with the fragment of the key."""
        return did.verification_method(self.controller, self.key.public_key)


class KeyStore:
    """The keys in one folder."""

    def __init__(self, where: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self.folder = where or folder()
        self._clock = clock

    def create(self, name: str, passphrase: str, type: str = "ed25519") -> Key:
        """Make and store a new key. Raises ``CredentialError`` when the name is taken or the passphrase too short."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        name = clean_name(name)
        if type not in TYPES:
            raise CredentialError(
                f'Keys of the type "{type}" are not made here. Use ed25519: every verifier accepts it.'
            )
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise CredentialError(f"Choose a passphrase of at least {SHORTEST_PASSPHRASE} characters.")
        path = self._path(name)
        if path.exists():
            raise CredentialError(f'There is already a key "{name}". Choose another name.')
        secret = Ed25519PrivateKey.generate()
        public = did.multikey(secret.public_key())
        raw = secret.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        record = {
            "format": FORMAT,
            "version": 1,
            "name": name,
            "type": type,
            "created": now(),
            "publicKeyMultibase": public,
        }
        record["sealed"] = _seal(raw, passphrase, _bound_to(record))
        self._write(path, record)
        return _key(record, path)

    def list(self) -> list[Key]:
        """All keys by name. A damaged file is left out; ``find`` says what is wrong with it."""
        keys = []
        for path in sorted(self.folder.glob("*.key.json")):
            try:
                keys.append(_key(_read(path), path))
            except CredentialError:
                continue
        return sorted(keys, key=lambda key: key.name.casefold())

    def find(self, name: str) -> Key:
        """The public half of the key of this name. Raises ``KeyNotFound``."""
        name = clean_name(name)
        path = self._path(name)
        if not path.exists():
            known = ", ".join(f'"{key.name}"' for key in self.list())
            hint = f"There are: {known}." if known else f'Make one with: studio key new "{name}"'
            raise KeyNotFound(f'There is no key "{name}". {hint}')
        return _key(_read(path), path)

    def open(self, name: str, passphrase: str, web: str | None = None) -> SigningKey:
        """Open a key for signing, in the name of its ``did:key`` or of the ``did:web`` of ``web``.

        Raises ``WrongPassphrase``; after three wrong ones in a row every further try has to wait.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = self.find(name)
        record = _read(key.path)
        tries = _Tries(key, self._clock)
        tries.check()
        raw = _open_sealed(record, passphrase)
        if raw is None:
            raise tries.wrong()
        tries.forget()
        secret = Ed25519PrivateKey.from_private_bytes(raw)
        if did.multikey(secret.public_key()) != key.public_key:
            raise CredentialError(
                f'The file of the key "{key.name}" is damaged: its two halves do not belong together.'
            )
        return SigningKey(key, did.did_web(web) if web else key.did, secret)

    def _path(self, name: str) -> Path:
        """Names may hold anything, also slashes and dots; file names hold letters, digits and a hash of the name."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
        digest = hashlib.sha256(name.encode("utf-8")).hexdigest()[:12]
        return self.folder / f"{slug or 'key'}-{digest}.key.json"

    def _write(self, path: Path, record: dict[str, Any]) -> None:
        """Write beside the target and rename, so that a crash leaves no half key; readable by its owner alone."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")  # made with mode 0600
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(record, file, ensure_ascii=False, indent=2)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError as error:
            raise CredentialError(f'The key cannot be kept in "{self.folder}": {error.strerror}.') from error


class _Tries:
    """Wrong passphrases in a row for one key, kept beside it so that a new process does not start afresh."""

    def __init__(self, key: Key, clock: Callable[[], float]) -> None:
        self._key = key
        self._clock = clock
        self._path = key.path.with_suffix(".tries")

    def _wrong_ones(self) -> tuple[int, float]:
        try:
            count, last = self._path.read_text(encoding="ascii").split()
            return int(count), float(last)
        except (OSError, ValueError):
            return 0, 0.0

    def check(self) -> None:
        """Raise while the wait lasts. A clock that was set back does not make it longer."""
        count, last = self._wrong_ones()
        left = last + WAIT_SECONDS - self._clock()
        if count >= FREE_TRIES and 0 < left <= WAIT_SECONDS:
            raise WrongPassphrase(
                f'Three wrong passphrases for key "{self._key.name}". Try again in {int(left) + 1} seconds.'
            )

    def wrong(self) -> WrongPassphrase:
        """Count one more wrong try, and say so."""
        count = self._wrong_ones()[0] + 1
        with contextlib.suppress(OSError):  # a key store that is read-only still says what is wrong
            self._path.write_text(f"{count} {self._clock()}", encoding="ascii")
        left = FREE_TRIES - count
        follows = {2: "Two tries left before a short wait.", 1: "One try left before a short wait."}.get(
            left, f"Try again in {WAIT_SECONDS} seconds."
        )
        return WrongPassphrase(f'Wrong passphrase for key "{self._key.name}". {follows}')

    def forget(self) -> None:
        """The right passphrase came."""
        with contextlib.suppress(OSError):
            self._path.unlink()


def clean_name(name: str) -> str:
    """The name as it is kept: composed characters, no spaces around it. Raises ``CredentialError`` when empty."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name) > 200 or not name.isprintable():
        raise CredentialError("A key needs a name of 1 to 200 characters, without line breaks.")
    return name


def _bound_to(record: dict[str, Any]) -> bytes:
    """What the sealed half is tied to: nobody can give it another name or another public half."""
    return json.dumps([record["name"], record["type"], record["publicKeyMultibase"]], ensure_ascii=False).encode(
        "utf-8"
    )


def _derive(passphrase: str, salt: bytes, parameters: dict[str, int]) -> bytes:
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    return hashlib.scrypt(text, salt=salt, dklen=32, maxmem=_MOST_SCRYPT_MEMORY, **parameters)


def _seal(secret: bytes, passphrase: str, bound_to: bytes) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(12)
    data = AESGCM(_derive(passphrase, salt, _SCRYPT)).encrypt(nonce, secret, bound_to)
    return {
        "kdf": "scrypt",
        **_SCRYPT,
        "salt": base64.b64encode(salt).decode("ascii"),
        "cipher": "AES-256-GCM",
        "nonce": base64.b64encode(nonce).decode("ascii"),
        "data": base64.b64encode(data).decode("ascii"),
    }


def _open_sealed(record: dict[str, Any], passphrase: str) -> bytes | None:
    """The secret bytes, or None when the passphrase does not fit."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sealed = record["sealed"]
    try:
        parameters = {name: int(sealed[name]) for name in ("n", "r", "p")}
        salt, nonce, data = (base64.b64decode(sealed[name], validate=True) for name in ("salt", "nonce", "data"))
        return AESGCM(_derive(passphrase, salt, parameters)).decrypt(nonce, data, _bound_to(record))
    except InvalidTag:
        return None
    except (KeyError, TypeError, ValueError) as error:
        raise CredentialError(f'The file of the key "{record["name"]}" is damaged: {error}.') from error


def _read(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CredentialError(f'The key file "{path}" cannot be read. Restore it from a backup.') from error
    texts = ("name", "type", "created", "publicKeyMultibase")
    if (
        not isinstance(record, dict)
        or record.get("format") != FORMAT
        or record.get("type") not in TYPES
        or not all(isinstance(record.get(text), str) for text in texts)
        or not isinstance(record.get("sealed"), dict)
    ):
        raise CredentialError(f'"{path}" is not a key of this program, or is damaged. Restore it from a backup.')
    return record


def _key(record: dict[str, Any], path: Path) -> Key:
    return Key(record["name"], record["type"], record["created"], record["publicKeyMultibase"], path)
