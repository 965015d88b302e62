# SPDX-License-Identifier: Apache-2.0
"""Whether an SVG picture may be shown and passed on: it runs nothing, fetches nothing, and does not grow when drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from studio.model.errors import StudioError

MOST_ELEMENTS = 20_000
MOST_DRAWN = 200_000
"""Elements after every ``use`` is followed; a badge has some tens, a picture built to do harm has billions."""

DEEPEST = 200

_REFUSED = {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener"}
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp);base64,)", re.IGNORECASE)
_ADDRESS = re.compile(r"url\(\s*['\"]?\s*(?!['\"]?#)", re.IGNORECASE)
_IMPORT = re.compile(r"@import|javascript:|expression\(", re.IGNORECASE)


@dataclass
class _Named:
    """What stands inside an element with an id: how many elements, and which ids they draw again."""

    elements: int = 0
    uses: list[str] = field(default_factory=list)


class _Refused(Exception):
    """Why; ends the parsing."""


def check_svg(name: str, data: bytes) -> None:
    """Raise StudioError, naming the file and the reason, unless the SVG is a picture and nothing else."""
    try:
        _Reader().read(data)
    except _Refused as reason:
        raise StudioError(f'"{name}" {reason}. Save it again as a plain SVG, or choose a PNG file.') from None
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise StudioError(f'"{name}" is damaged: {error}. Save the picture again and choose it once more.') from None


class _Reader:
    def __init__(self) -> None:
        self._open: list[str | None] = []
        self._named: dict[str, _Named] = {"": _Named()}
        self._in_style = 0
        self._elements = 0

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        parser.Parse(data, True)
        if self._drawn("", ()) > MOST_DRAWN:
            raise _Refused("repeats its parts so often that it cannot be drawn")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        word = tag.rpartition("\n")[2].lower()
        if not self._open and word != "svg":
            raise _Refused("is not an SVG picture")
        if word in _REFUSED:
            raise _Refused(f"holds a <{word}> element, which a badge picture may not have")
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) > DEEPEST:
            raise _Refused("has more parts than a badge picture needs")
        number = None
        for full, value in attributes.items():
            attribute = full.rpartition("\n")[2].lower()
            self._check_attribute(word, attribute, value)
            number = value if attribute == "id" else number
        self._open.append(number)
        if number is not None:
            self._named.setdefault(number, _Named())
        target = next((v for k, v in attributes.items() if k.rpartition("\n")[2].lower() == "href"), "")
        for holder in {"", *(each for each in self._open if each is not None)}:
            self._named[holder].elements += 1
            if word == "use" and target.startswith("#"):
                self._named[holder].uses.append(target[1:])
        self._in_style += word == "style"

    def _check_attribute(self, word: str, attribute: str, value: str) -> None:
        if attribute.startswith("on"):
            raise _Refused("holds a script")
        if attribute in ("href", "src") and word != "a" and not _INSIDE.match(value):
            raise _Refused("fetches something from elsewhere")
        if word in ("set", "animate") and attribute == "attributename" and value.lower().endswith("href"):
            raise _Refused("changes an address while it is shown")
        if _IMPORT.search(value) or _ADDRESS.search(value):
            raise _Refused("fetches something from elsewhere")

    def _end(self, tag: str) -> None:
        self._open.pop()
        self._in_style -= tag.rpartition("\n")[2].lower() == "style"

    def _text(self, text: str) -> None:
        if self._in_style and (_IMPORT.search(text) or _ADDRESS.search(text)):
            raise _Refused("fetches something from elsewhere")

    def _entity(self, *_declaration: object) -> None:
        raise _Refused("declares entities")

    def _instruction(self, target: str, _data: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _Refused("fetches something from elsewhere")

    def _drawn(self, name: str, through: tuple[str, ...], known: dict[str, int] | None = None) -> int:
        """Elements that drawing a named part takes. A part that draws itself is refused."""
        known = {} if known is None else known
        if name in through:
            raise _Refused("draws a part inside itself")
        if name not in known:
            part = self._named.get(name, _Named())
            if len(through) > DEEPEST:
                raise _Refused("repeats its parts so often that it cannot be drawn")
            known[name] = part.elements + sum(self._drawn(each, (*through, name), known) for each in part.uses)
        return known[name]
