# SPDX-License-Identifier: Apache-2.0
"""JSON as people save it, and JSON that is built to keep a computer busy."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.standards.loose_json import NotJson, parse

MANY = 300_000


@pytest.mark.parametrize(
    "text",
    [
        '{"x": 1 ' + "/*" * MANY,
        '{"x": 1 ' + ",/*" * MANY,
        '{"x": ' + '"\\' * MANY,
        '{"x": 1,' + "//" * MANY,
        '{"x": [1' + ("," + " " * 300) * 3000,
        "{" + "".join(f'"k{number}": 1,' for number in range(MANY)) + f'"k{MANY - 1}": 2}}',
        "[" * MANY,
    ],
    ids=["comments", "commas and comments", "texts", "line comments", "blanks", "keys", "lists"],
)
def test_what_has_no_end_is_refused_at_once(text: str) -> None:
    # A quadratic search through these takes hours; the limit of the test run ends it.
    with pytest.raises(NotJson):
        parse(text.encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": "x // no", /* yes */ "b": [1, 2,], }', {"a": "x // no", "b": [1, 2]}),
        ('{"a": "x, ]", // so\n "b": "/*"}', {"a": "x, ]", "b": "/*"}),
        ('{"a": "one \\" two", "b": 1, /* , */ }', {"a": 'one " two', "b": 1}),
    ],
)
def test_comments_and_trailing_commas(text: str, expected: object) -> None:
    assert parse(text.encode()).documents == [expected]


def test_half_a_character_is_replaced_and_said() -> None:
    parsed = parse(b'{"a": "x\\ud800y", "b": "\\ud83d\\ude00", "c": "\\\\ud800"}')
    assert parsed.documents == [{"a": "x\ufffdy", "b": "\U0001f600", "c": "\\ud800"}]
    assert parsed.notes == ["1 halves of characters, which no text can hold; each is kept as \ufffd"]


def test_letters_that_the_encoding_does_not_have_are_said() -> None:
    parsed = parse(b'{"a": "caf\xe9 \x81"}')
    assert parsed.documents == [{"a": "caf\xe9 \ufffd"}]
    assert any("1 characters cannot be read" in note for note in parsed.notes)


@pytest.mark.parametrize(("text", "same"), [('{"a": 1, "b": 2, "a": 1}', True), ('{"a": 1, "b": 2, "a": 2}', False)])
def test_a_property_twice(text: str, same: bool) -> None:
    if same:
        assert parse(text.encode()).documents == [{"a": 1, "b": 2}]
        return
    with pytest.raises(NotJson, match='"a" twice'):
        parse(text.encode())


_VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(alphabet=st.characters(codec="utf-8")),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=5), inside, max_size=4),
    max_leaves=20,
)


@given(_VALUES.filter(lambda value: isinstance(value, dict | list)), st.sampled_from([str, "{} // the end".format]))
def test_what_json_writes_is_read_as_it_is(value: object, finish: Callable[[str], str]) -> None:
    for ascii_only in (True, False):
        text = finish(json.dumps(value, ensure_ascii=ascii_only, indent=1))
        assert parse(text.encode()).documents == [value]
