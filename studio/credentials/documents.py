# SPDX-License-Identifier: Apache-2.0
"""Reading a file that somebody sent: JSON, a signed text (JWT), or a badge baked into a PNG or SVG picture."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

from studio.credentials.errors import CredentialError
from studio.credentials.safe_mode import MOST_DEPTH

MOST_BYTES = 20 * 2**20
_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"openbadgecredential"
_OLD_KEYWORD = b"openbadges"
_SVG = "{http://www.w3.org/2000/svg}svg"
_BAKED = "{https://purl.imsglobal.org/ob/v3p0}credential"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of reasonable size. Raises ``CredentialError``."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise CredentialError(f'"{path.name}" is {size // 2**20} MB. A credential is at most 20 MB.')
        return path.read_bytes()
    except OSError as error:
        raise CredentialError(f'"{path}" cannot be read: {error.strerror}.') from error


def read(path: Path) -> dict[str, Any] | str:
    """What a file holds: a parsed JSON object, or the text of a JWT. Raises ``CredentialError`` for anything else."""
    return parse(read_bytes(path), path.name)


def parse(data: bytes, name: str) -> dict[str, Any] | str:
    """Like ``read``, for bytes at hand; ``name`` is how errors call them."""
    if not data.strip():
        raise CredentialError(f'"{name}" is empty.')
    if data.startswith(_PNG):
        return _text(_from_png(data, name), f'The credential inside "{name}"')
    text = _decode(data, name)
    if text.startswith("<"):
        return _text(_from_svg(data, name), f'The credential inside "{name}"')
    return _text(text, f'"{name}"')


def parse_object(data: bytes, name: str) -> dict[str, Any]:
    """A JSON object and nothing else. Raises ``CredentialError``."""
    return _object(_decode(data, name), f'"{name}"')


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise CredentialError(f'"{name}" is neither a credential nor a baked badge image.') from error


def _text(text: str, what: str) -> dict[str, Any] | str:
    text = text.strip()
    if text.startswith("{"):
        return _object(text, what)
    if text.count(".") == 2 and all(character.isalnum() or character in "-_." for character in text):
        return text
    raise CredentialError(f"{what} is neither a credential nor a baked badge image.")


def _object(text: str, what: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise CredentialError(f'{what} says "{twice}" twice in the same place; programs would read it differently.')
        return found

    def not_json(constant: str) -> Any:
        raise CredentialError(f"{what} holds {constant}, which is not JSON.")

    try:
        document = json.loads(text, object_pairs_hook=once, parse_constant=not_json)
    except RecursionError as error:
        raise CredentialError(f"{what} is nested too deeply to be read.") from error
    except json.JSONDecodeError as error:
        raise CredentialError(f"{what} is not whole JSON: {error.msg} at line {error.lineno}.") from error
    except ValueError as error:
        raise CredentialError(f"{what} holds a number too long to be read.") from error
    if not isinstance(document, dict):
        raise CredentialError(f"{what} is not a credential: it is not a JSON object.")
    _check_depth(document, what)
    return document


def _check_depth(value: Any, what: str) -> None:
    """Contexts too: everything that reads the document afterwards walks it by recursion."""
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise CredentialError(f"{what} is nested more than {MOST_DEPTH} levels deep.")


def _from_png(data: bytes, name: str) -> str:
    """The text of the one uncompressed iTXt chunk with the Open Badges 3.0 keyword (docformat, baking)."""
    found: list[str] = []
    older = False
    position = len(_PNG)
    while position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + length]
        end = position + 12 + length
        if end > len(data):
            break
        (checksum,) = struct.unpack_from(">I", data, position + 8 + length)
        if zlib.crc32(kind + body) != checksum:
            raise CredentialError(f'The picture "{name}" is damaged.')
        if kind in (b"iTXt", b"tEXt"):
            keyword, _, rest = body.partition(b"\0")
            older = older or keyword == _OLD_KEYWORD
            if kind == b"iTXt" and keyword == _KEYWORD:
                found.append(_itxt(rest, name))
        position = end
    if position != len(data):
        raise CredentialError(f'The picture "{name}" is damaged.')
    return _only(found, name, older)


def _itxt(rest: bytes, name: str) -> str:
    if rest[:1] != b"\0":
        raise CredentialError(f'The credential inside "{name}" is compressed, which Open Badges 3.0 does not allow.')
    _language, _, translated = rest[2:].partition(b"\0")
    try:
        return translated.partition(b"\0")[2].decode("utf-8")
    except UnicodeDecodeError as error:
        raise CredentialError(f'The credential inside "{name}" is not text.') from error


def _from_svg(data: bytes, name: str) -> str:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data)
    except DefusedXmlException as error:
        raise CredentialError(f'"{name}" is XML with entities, which is not read.') from error
    except (ParseError, ValueError, LookupError) as error:
        raise CredentialError(f'"{name}" is neither a credential nor a baked badge image.') from error
    if root.tag != _SVG:
        raise CredentialError(f'"{name}" is neither a credential nor a baked badge image.')
    found = [str(node.get("verify") or node.text or "") for node in root.iter(_BAKED)]
    older = any(str(node.tag).endswith("}assertion") for node in root.iter())
    return _only(found, name, older)


def _only(found: list[str], name: str, older: bool) -> str:
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise CredentialError(f'The picture "{name}" holds {len(found)} credentials; only one is allowed.')
    if older:
        raise CredentialError(f'The picture "{name}" holds an Open Badges 2.0 badge, which is not signed.')
    raise CredentialError(f'The picture "{name}" holds no credential.')
