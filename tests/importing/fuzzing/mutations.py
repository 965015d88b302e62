# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (one hostile thing a line reads best)
"""Ways to spoil a file: as bytes, as JSON, as a table, as the parts of an archive, as RDF."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

Spoil = Callable[[Random, bytes], bytes]

LARGEST = 3_000_000
"""Bytes that a spoiled file may have: what takes long with these, takes for ever with ten times as many."""

NASTY = (
    b"\x00", b"\x00" * 300, b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f\x91", "\u2028\u202e\u200b".encode(),
    b'"', b'\\"' * 50, b"'''", b"<![CDATA[", b"<!--", b"/*", b"/*" * 2000, b"//", b"]]>", b"&lt;", b"&#0;", b"&#xD800;", b"%s%n{0}",
    b"=HYPERLINK(\"http://x\")", b"+1+1", b"@SUM(A1)", b"-2+3", b"../../../etc/passwd", b"1e999", b"-0", b"NaN", b"9" * 5000,
    b"2024-02-30", b"9999999-01-01", b"\r", b"\x1b[2J", b"\x85", b"a" * 200_000, b"<" * 5000, b"[" * 5000, b"{" * 5000, b"(" * 5000,
    b"\xf0\x9f\x87\xa6" * 1000, b"\\u0000", b"\\ud800", b"http://[::1", b"http://%zz/ \\", b"_:", b"ce-", b"urn:uuid:", b"@id", b"null",
)  # fmt: skip


# ---- bytes


def flip(random: Random, data: bytes) -> bytes:
    """Some bits are turned over."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 5, 40))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def truncate(random: Random, data: bytes) -> bytes:
    """The end is missing."""
    return data[: random.randrange(1, len(data) + 1)]


def repeat_piece(random: Random, data: bytes) -> bytes:
    """A piece stands there again and again."""
    start = random.randrange(len(data))
    piece = data[start : start + random.choice((1, 10, 200, 3000))]
    times = min(random.choice((1, 2, 50, 20_000)), LARGEST // max(1, len(piece)))
    return data[:start] + piece * times + data[start:]


def cut_piece(random: Random, data: bytes) -> bytes:
    """A piece is missing."""
    start = random.randrange(len(data))
    return data[:start] + data[start + random.choice((1, 5, 100, 2000)) :]


def insert_nasty(random: Random, data: bytes) -> bytes:
    """Something stands where nobody expects it."""
    for _ in range(random.choice((1, 1, 3))):
        at = random.randrange(len(data) + 1)
        data = data[:at] + random.choice(NASTY) + data[at:]
    return data


def replace_word(random: Random, data: bytes) -> bytes:
    """One word of the file stands in the place of another: wrong references, loops, wrong types."""
    words = list(re.finditer(rb"[\w:/#.@-]{2,200}", data))
    for _ in range(random.choice((1, 3, 20))):
        if not words:
            break
        place, other = random.choice(words), random.choice(words)
        old, new = place[0], other[0]
        if random.random() < 0.3:
            data = data.replace(old, new, random.choice((1, 5, 1000)))
        else:
            at = data.find(old, random.randrange(len(data)))
            data = data[:at] + new + data[at + len(old) :] if at >= 0 else data
        if len(data) > LARGEST:
            return data[:LARGEST]
    return data


def encode_otherwise(random: Random, data: bytes) -> bytes:
    """Another encoding, or a mark of another one."""
    text = data.decode("utf-8", errors="replace")
    encoding = random.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-7", "cp500", "utf-8-sig")
    )
    encoded = text.encode(encoding, errors="replace")
    return random.choice((encoded, b"\xef\xbb\xbf" + encoded, b"\xff\xfe" + encoded, encoded[:-1]))


def other_line_ends(random: Random, data: bytes) -> bytes:
    """One endless line, old line ends, or only empty lines between."""
    return data.replace(b"\n", random.choice((b"", b" ", b"\r", b"\n\n\n", b"\x0b", b"\r\r\n")))


def swap_lines(random: Random, data: bytes) -> bytes:
    """Lines in another order."""
    lines = data.split(b"\n")
    for _ in range(random.choice((1, 5, 50))):
        here, there = random.randrange(len(lines)), random.randrange(len(lines))
        lines[here], lines[there] = lines[there], lines[here]
    return b"\n".join(lines)


def huge_number(random: Random, data: bytes) -> bytes:
    """A number that fits nowhere."""
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return data
    place = random.choice(numbers)
    number = random.choice(
        (b"9" * 30, b"9" * 4500, b"1e308", b"1e400", b"-1", b"0.1e-400", b"1_000", "١٢".encode(), b"4294967296")
    )
    return data[: place.start()] + number + data[place.end() :]


def _gzip(data: bytes) -> bytes:
    """Packed, the same every time."""
    return gzip.compress(data, mtime=0)


def pack(random: Random, data: bytes) -> bytes:
    """Packed with gzip, perhaps damaged on the way."""
    packed = _gzip(data[:200_000])
    return random.choice((flip, truncate, repeat_piece, lambda _random, whole: whole))(random, packed)


BYTES: tuple[Spoil, ...] = (
    flip, truncate, repeat_piece, cut_piece, insert_nasty, insert_nasty, replace_word, replace_word, encode_otherwise,
    other_line_ends, swap_lines, huge_number, pack,
)  # fmt: skip


# ---- JSON


def _places(document: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting:
        here = waiting.pop()
        inside = here.items() if isinstance(here, dict) else enumerate(here)
        for key, value in inside:
            found.append((here, key))
            if isinstance(value, dict | list):
                waiting.append(value)
    return found


def _nested(random: Random, levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value] if random.random() < 0.5 else {"@graph": value}
    return value


def change_json(random: Random, data: bytes) -> bytes:
    """Values of the wrong type, missing and renamed properties, references that go round in a circle."""
    try:
        return _changed_json(random, json.loads(data))
    except (ValueError, RecursionError):
        return replace_word(random, data)


def _changed_json(random: Random, document: Any) -> bytes:
    for _ in range(random.choice((1, 1, 2, 6, 30))):
        places = _places(document) if isinstance(document, dict | list) else []
        if not places:
            break
        holder, key = random.choice(places)
        other_holder, other_key = random.choice(places)
        value = holder[key]
        way = random.randrange(9)
        if way == 0:
            holder[key] = random.choice(
                (
                    None,
                    [],
                    {},
                    "",
                    True,
                    0,
                    -1.5,
                    [None],
                    [[]],
                    {"": ""},
                    {"en": None},
                    {"@value": {}},
                    {"@id": []},
                    {"@list": 3},
                    10**30,
                )
            )
        elif way == 1:
            holder[key] = [value]
        elif way == 2:
            holder[key] = {random.choice(("en", "@id", "@value", "@list", "@set", "identifier", "x")): value}
        elif way == 3:
            holder[key] = json.loads(json.dumps(other_holder[other_key]))
        elif way == 4 and isinstance(holder, dict):
            del holder[key]
        elif way == 5 and isinstance(holder, dict) and isinstance(other_key, str):
            holder[other_key] = holder.pop(key)
        elif way == 6:
            holder[key] = _nested(random, random.choice((3, 30, 70, 800)))
        elif way == 7 and isinstance(value, str):
            holder[key] = random.choice(
                (
                    value * 50,
                    value.upper(),
                    value[:3],
                    f" {value}\n",
                    "\ud800",
                    "\x00",
                    "=1+1",
                    value[::-1],
                    "ce-",
                    "_:b0",
                    "https://",
                )
            )
        elif isinstance(holder, list):
            holder.extend(json.loads(json.dumps(holder[:200])))
        if len(places) > 300_000:
            break
    return json.dumps(document, ensure_ascii=random.random() < 0.5).encode("utf-8", errors="surrogatepass")[:LARGEST]


# ---- tables


def change_table(random: Random, data: bytes) -> bytes:
    """Cells in wrong places, codes and parents that go round in a circle, other column names, formulas."""
    text = data.decode("utf-8", errors="replace").replace("\x00", "")
    csv.field_size_limit(10_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error:
        return swap_lines(random, data)
    rows = [row for row in rows if row][:5000]
    if not rows:
        return data
    for _ in range(random.choice((1, 3, 20, 200))):
        row, other = random.choice(rows), random.choice(rows)
        if not row or not other:
            continue
        at, there = random.randrange(len(row)), random.randrange(len(other))
        way = random.randrange(8)
        if way == 0:
            row[at] = random.choice(NASTY).decode("latin-1")[:2000]
        elif way == 1:
            row[at] = other[there]
        elif way == 2:
            other[there] = row[there] if there < len(row) else ""
        elif way == 3:
            row.insert(at, other[there])
        elif way == 4:
            del row[at]
        elif way == 5:
            rows[0] = rows[0] or ["Statement"]
            rows[0][random.randrange(len(rows[0]))] = random.choice([*rows[0], "Parent", "Level", "id", "Code"])
        elif way == 6:
            column = random.randrange(len(rows[0])) if rows[0] else 0
            for each in rows[1:]:
                if column < len(each):
                    source = random.choice(rows) or [""]
                    each[column] = row[at] if random.random() < 0.5 and at < len(row) else source[0]
        else:
            rows.append(list(row))
    out = io.StringIO()
    csv.writer(out, delimiter=random.choice(",,,,;\t|"), lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", errors="surrogatepass")[:LARGEST]


# ---- archives


def change_archive(random: Random, data: bytes) -> bytes:
    """The parts of a workbook or document spoiled inside an archive that is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError):
        return flip(random, data)
    for _ in range(random.choice((1, 1, 3))):
        at = random.randrange(len(parts))
        name, content = parts[at]
        way = random.randrange(8)
        if way == 0 and content:
            content = random.choice(BYTES)(random, content)
        elif way == 1:
            content = b""
        elif way == 2:
            name = random.choice(
                ("../../" + name, "/etc/" + name, name.upper(), name.replace("/", "\\"), "x" * 3000, "xl/\n.xml")
            )
        elif way == 3:
            parts.append((name, content))
        elif way == 4:
            content = re.sub(rb"<(w:)?t[ >]", b"<\\1t xml:space='preserve' x='&#x41;'>", content, count=5)
        elif way == 5:
            content = re.sub(
                rb'(ref|r|s|t|count|sqref|min|max|w:val|w:fill)="[^"]*"',
                lambda match: (
                    match[1]
                    + b'="'
                    + random.choice(
                        (b"A1:XFD1048576", b"XFD1048576", b"-1", b"999999999999", b"", b"A0", b"s", b"e", b"d")
                    )
                    + b'"'
                ),
                content,
                count=random.choice((1, 1, 10)),
            )
        elif way == 6:
            content = replace_word(random, content) if content else content
        else:
            del parts[at]
            if not parts:
                return data
            continue
        parts[at] = (name, content)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as made:
        for name, content in parts:
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


# ---- RDF


def change_rdf(random: Random, data: bytes) -> bytes:
    """Names in the place of other names: circles, wrong types, texts as addresses and addresses as texts."""
    names = list(re.finditer(rb"<[^<> ]{3,200}>|\"[^\"]{1,200}\"(@[\w-]+)?|\b\w+:[\w-]+", data))
    if len(names) < 2:
        return replace_word(random, data)
    for _ in range(random.choice((1, 3, 30))):
        place, other = random.choice(names), random.choice(names)
        at = data.find(place[0], random.randrange(len(data)))
        if at >= 0:
            new = random.choice((other[0], other[0], b'"x"@en', b"[]", b"()", b"_:b", b"<>", b'"' + b"y" * 5000 + b'"'))
            data = data[:at] + new + data[at + len(place[0]) :]
    return data


def spoil(random: Random, data: bytes) -> bytes:
    """One or two of the ways that fit the content."""
    for _ in range(random.choice((1, 1, 2))):
        start = data[:300].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"PK"):
            ways: tuple[Spoil, ...] = (change_archive, change_archive, change_archive, flip, truncate, repeat_piece)
        elif start.startswith((b"{", b"[")):
            ways = (*BYTES, *(change_json,) * 12)
        elif start.startswith((b"@prefix", b"@base", b"PREFIX", b"<")):
            ways = (*BYTES, *(change_rdf,) * 8)
        else:
            ways = (*BYTES, *(change_table,) * 10)
        if not data:
            break
        data = random.choice(ways)(random, data)[: LARGEST * 2]
    return data
