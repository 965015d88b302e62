# SPDX-License-Identifier: Apache-2.0
"""Files that somebody sent: JSON, signed text, pictures with a badge inside, and everything else."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.credentials import documents
from studio.credentials.documents import parse, parse_object
from studio.credentials.errors import CredentialError

TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2ln"


def chunk(kind: bytes, body: bytes) -> bytes:
    """One PNG chunk with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*texts: bytes) -> bytes:
    """A PNG file with these text chunks."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + b"".join(texts) + chunk(b"IEND", b"")


def baked(text: bytes, compressed: int = 0, keyword: bytes = b"openbadgecredential") -> bytes:
    """An iTXt chunk as Open Badges 3.0 wants it."""
    return chunk(b"iTXt", keyword + b"\0" + bytes([compressed, 0]) + b"\0\0" + text)


def svg(inner: str, extra: str = "") -> bytes:
    """An SVG picture with something inside."""
    return (
        f'<?xml version="1.0"?>{extra}<svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">{inner}<circle r="4"/></svg>'
    ).encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'\xef\xbb\xbf {"a": 1} ', {"a": 1}),
        (TOKEN.encode() + b"\n", TOKEN),
        (png(chunk(b"tEXt", b"Author\0Ana"), baked(b'{"a": "\xc3\xa9"}')), {"a": "é"}),
        (png(baked(TOKEN.encode())), TOKEN),
        (svg(f'<openbadges:credential verify="{TOKEN}"/>'), TOKEN),
        (svg('<openbadges:credential><![CDATA[{"a": 1}]]></openbadges:credential>'), {"a": 1}),
    ],
)
def test_every_form_is_read(data, expected):
    assert parse(data, "badge") == expected


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"\xff\xfe\x00", "neither a credential nor"),
        (b"hello", "neither a credential nor"),
        (b"a.b.c d", "neither a credential nor"),
        (b"<html><body/></html>", "neither a credential nor"),
        (b"<svg", "neither a credential nor"),
        (b'{"a": 1', "not whole JSON"),
        (b'{"a": NaN}', "holds NaN"),
        (b'{"a": -Infinity}', "holds -Infinity"),
        (b'{"a": {"b": 1, "b": 2}}', 'says "b" twice'),
        (b'{"a": ' + b"[" * 100_000, "nested"),
        (b'{"a": ' + b"[" * 70 + b"]" * 70 + b"}", "nested more than 60"),
        (b'{"a": ' + b"1" * 10_000 + b"}", "too long"),
        (png(), "holds no credential"),
        (png(baked(b"{}"), baked(b"{}")), "holds 2 credentials"),
        (png(baked(b"{}", compressed=1)), "is compressed"),
        (png(baked(b"\xff")), "is not text"),
        (png(chunk(b"tEXt", b"openbadges\0https://a.example/1")), "Open Badges 2.0"),
        (png(baked(b"{}"))[:-5], "is damaged"),
        (png(baked(b"{}")).replace(b"{}", b"[]"), "is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIDAT", "is damaged"),
        (svg(""), "holds no credential"),
        (svg("<openbadges:credential/>"), "neither a credential nor"),
        (svg("<openbadges:credential/>" * 2), "holds 2 credentials"),
        (svg('<a:assertion xmlns:a="http://openbadges.org" verify="x"/>'), "Open Badges 2.0"),
        (svg("&x;", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entities"),
        (svg("&b;", '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'), "entities"),
    ],
)
def test_everything_else_is_one_sentence_with_the_name(data, word):
    with pytest.raises(CredentialError, match=word) as caught:
        parse(data, "sent.bin")
    assert "sent.bin" in str(caught.value)


def test_a_list_is_not_an_object():
    with pytest.raises(CredentialError, match="not a JSON object"):
        parse_object(b"[1]", "x.json")


def test_files_are_bounded(tmp_path, monkeypatch):
    path = tmp_path / "large.json"
    path.write_bytes(b'{"a": 1}')
    assert documents.read(path) == {"a": 1}
    monkeypatch.setattr(documents, "MOST_BYTES", 4)
    with pytest.raises(CredentialError, match="at most 20 MB"):
        documents.read(path)
    with pytest.raises(CredentialError, match="cannot be read"):
        documents.read(tmp_path / "missing.json")


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: png(baked(data))))
def test_any_bytes_are_read_or_refused(data):
    try:
        found = parse(data, "any")
    except CredentialError as error:
        found = str(error)
    assert found
