# SPDX-License-Identifier: Apache-2.0
"""RDF texts as statements in the order of the file: Turtle, N-Triples, RDF/XML, and JSON-LD with its context inside.

Nothing is fetched. XML definitions are looked at before a parser sees them: namespace abbreviations are fine, entities
that refer elsewhere or multiply are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from studio.standards.loose_json import decode

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode

    Subject = NamedNode | BlankNode
    Object = NamedNode | BlankNode | Literal
    Statement = tuple[Subject, NamedNode, Object]

NOTATIONS = {"turtle": "TURTLE", "rdfxml": "RDF_XML", "ntriples": "N_TRIPLES", "jsonld": "JSON_LD"}

MADE_BY_PARSER = re.compile(r"[a-f][0-9a-f]{25,31}")
"""A name that the parser gave to a node without one: a random number of 128 bits, without zeros ahead."""

_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?([\w.-]+)\s+(\"[^\"]*\"|'[^']*'|[^>]*)>")
_MOST_ENTITIES = 200
_LONGEST_ENTITY = 500
_LARGEST_ENTITIES = 50_000_000
_DEEPEST = 200
_XML = re.compile(rb"<(\?xml|!--|!DOCTYPE|([A-Za-z_][\w.-]*:)?RDF[\s>])")
_TURTLE = re.compile(
    rb"^\s*(@prefix\s|@base\s|PREFIX\s+[\w.-]*:\s*<|BASE\s+<|<[A-Za-z#/]|<>|_:\w|\[\s*(a\s|[\w-]*:|<|\]))",
    re.MULTILINE | re.IGNORECASE,
)


_NO_LANGUAGE = "x-none-here"
"""Stands in for ``xml:lang=""`` (no language, XML 1.0, 2.12), which the parser refuses."""
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*\?>")
_EMPTY_LANGUAGE = re.compile(rb"""(<[^<>]*?\sxml:lang\s*=\s*)(""|'')""")


class NotRdf(ValueError):
    """The text is not in the notation, or carries what could do harm; the message says where."""


def notation_of(data: bytes) -> str | None:
    """Which of :data:`NOTATIONS` a text is written in, by how it begins; ``None`` when it looks like none."""
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _XML.match(head):
        return "rdfxml"
    if head[:1] == b"{" or (head[:1] == b"[" and head[1:].lstrip()[:1] in (b"{", b"[")):
        return "jsonld"
    while head[:1] == b"#":
        head = head.partition(b"\n")[2].lstrip()
    return "turtle" if _TURTLE.search(head) else None


def in_utf8(data: bytes, notation: str) -> tuple[bytes, str]:
    """A text in UTF-8, as the parser wants it, and the encoding it was in: that which XML declares, else the one that
    :func:`decode` finds. Raises NotRdf."""
    declared = _DECLARED.match(data) if notation == "rdfxml" else None
    if declared is not None and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"utf-16"):
        encoding = declared[1].decode("ascii").lower()
        try:
            text = data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            raise NotRdf(f"it says it is written in {encoding}, and it is not") from None
    else:
        text, encoding = decode(data)
    if notation == "rdfxml":
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    return text.encode("utf-8", "replace"), encoding


def statements(data: bytes, notation: str, base: str | None = None) -> Iterator[Statement]:
    """The statements of a document. ``notation``: one of :data:`NOTATIONS`; ``base``: where relative addresses
    start.

    Raises NotRdf, at the call or while the statements are read.
    """
    for subject, predicate, value, _graph in statements_in_graphs(data, notation, base):
        yield subject, predicate, value


def statements_in_graphs(
    data: bytes, notation: str, base: str | None = None
) -> Iterator[tuple[Subject, NamedNode, Object, Any]]:
    """The same, each with the name of the graph it is in (a DefaultGraph when that has none)."""
    from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

    replaced = 0
    if notation == "rdfxml":
        _check_definitions(data)
        _check_whole(data)
        data, replaced = _EMPTY_LANGUAGE.subn(rb'\1"%s"' % _NO_LANGUAGE.encode(), data)
    nodes, values = (NamedNode, BlankNode), (NamedNode, Literal, BlankNode)
    try:
        for quad in parse(data, format=getattr(RdfFormat, NOTATIONS[notation]), base_iri=base):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, nodes) or not isinstance(value, values):
                raise NotRdf("it holds a statement about a statement (RDF 1.2)")
            if replaced and isinstance(value, Literal):
                value = _without_stand_in(value)
            yield subject, quad.predicate, value, quad.graph_name
    except (SyntaxError, ValueError, OSError, RecursionError) as error:
        if isinstance(error, NotRdf):
            raise
        raise NotRdf(" ".join(_words(error).split())[:200]) from None


def _without_stand_in(value: Literal) -> Literal:
    from pyoxigraph import Literal

    if value.language == _NO_LANGUAGE:
        return Literal(value.value)
    if _NO_LANGUAGE in value.value:  # XML inside a text
        text = value.value.replace(f'xml:lang="{_NO_LANGUAGE}"', 'xml:lang=""')
        return Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    return value


def _words(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    text: Any = getattr(error, "msg", None) or error
    return f"line {line}: {text}" if line else str(text)


def _check_whole(data: bytes) -> None:
    """Refuse XML whose end is missing (the RDF parser would hand over what is there) or that is nested without end."""
    from xml.parsers import expat

    depth = 0

    def begin(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise NotRdf(f'its elements are nested more than {_DEEPEST} levels deep, at "{name[:80]}"')

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotRdf(f"line {error.lineno}: {expat.ErrorString(error.code)}") from None
    except (LookupError, ValueError):  # an encoding that nobody knows
        raise NotRdf("its encoding is not known") from None


def _check_definitions(data: bytes) -> None:
    """Refuse a document type with entities that refer to other files, name each other, or are long or many."""
    head = data.replace(b"\x00", b"").decode("latin-1")
    if "<!DOCTYPE" not in head and "<!ENTITY" not in head:
        return
    found = _ENTITY.findall(head)
    if len(found) != head.count("<!ENTITY") or len(found) > _MOST_ENTITIES:
        raise NotRdf("its XML definitions cannot be told apart")
    for parameter, name, value in found:
        inside = value[1:-1]
        if parameter or value[:1] not in "\"'" or "&" in inside or "%" in inside or len(inside) > _LONGEST_ENTITY:
            raise NotRdf(f'its XML entity "{name}" could do harm')
    if sum(head.count(f"&{name};") * len(value) for _, name, value in found) > _LARGEST_ENTITIES:
        raise NotRdf("its XML entities make it many times larger")
    if re.search(r"<!DOCTYPE[^\[>]*(SYSTEM|PUBLIC)", head) is not None:
        raise NotRdf("its XML document type refers to another file")
