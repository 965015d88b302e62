# SPDX-License-Identifier: Apache-2.0
"""A list of earners from somebody's spreadsheet: read whole or refused with the row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.credentials import recipients
from studio.credentials.errors import CredentialError
from studio.credentials.recipients import identity_hash, read_recipients


@pytest.fixture
def listed(tmp_path):
    """Read a list from text or bytes."""

    def read(content):
        path = tmp_path / "earners.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_recipients(path)

    return read


def test_the_hash_of_the_standard():
    expected = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    assert identity_hash("a@example.com", "Kosher") == expected


def test_columns_by_heading_in_any_order(listed):
    found = listed('Class,Award Date,E-Mail,Full name\n3b,2026-06-01,a@example.com,"Ana, Díaz"\n\n,,b@example.com,\n')
    first, second = found.recipients
    assert (first.row, first.email, first.name, first.date) == (2, "a@example.com", "Ana, Díaz", "2026-06-01T00:00:00Z")
    assert (second.row, second.email, second.name, second.date) == (4, "b@example.com", None, None)
    assert found.unused_columns == ["Class"]


@pytest.mark.parametrize(
    "content",
    [
        "email;name\r\na@example.com;Ana Díaz\r\n".encode("cp1252"),
        "email\tname\na@example.com\tAna Díaz\n".encode("utf-8-sig"),
        "email,name\na@example.com,Ana Díaz\n".encode("utf-16"),
    ],
)
def test_the_ways_excel_writes_a_table(listed, content):
    (found,) = listed(content).recipients
    assert (found.email, found.name) == ("a@example.com", "Ana Díaz")


@pytest.mark.parametrize(
    "identifier", ["did:key:z6MkjZRZv", "https://a.example/u/1", "urn:uuid:1", "mailto:a@b.example"]
)
def test_identifiers_instead_of_addresses(listed, identifier):
    (found,) = listed(f"id\n{identifier}\n").recipients
    assert (found.id, found.email) == (identifier, None)


def test_a_time_keeps_its_moment(listed):
    found = listed("email,date\na@example.com,2026-06-01T12:00:00+02:00\nb@example.com,2026-06-01 12:00\n").recipients
    assert [each.date for each in found] == ["2026-06-01T10:00:00Z", "2026-06-01T12:00:00Z"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "is empty"),
        ("email\n", "names nobody"),
        ("name,class\nAna,3b\n", 'heading row with "email" or "id"'),
        ("email\nno address\n", "row 2"),
        ("email\na@b\n", "not an email address"),
        ("email\na@example.com, b@example.com\n", None),
        ('email\n"a@example.com,b@example.com"\n', "not an email address"),
        ("id\njavascript:alert(1)\n", "not an identifier"),
        ("id\n../../etc/passwd\n", "not an identifier"),
        ("email,id\n,\nx,\n", "row 3"),
        ("email,name\n,Ana\n", "neither an email address nor an identifier"),
        ("email,date\na@example.com,1/6/2026\n", "Write it as 2026-11-02"),
        ("email,date\na@example.com,2026-02-30\n", "is not a date"),
        ("email\na@example.com\nA@Example.com\n", "is already in row 2"),
        ("email,name\na@example.com,An\x07a\n", "cannot be printed"),
        ('email\n"a@example.com', "cannot be read as a table"),
        (b"PK\x03\x04....", "is a workbook"),
        (b"email\n\0\0\0", "not a text file"),
        (b"\xff\xfee", "characters"),
        (b"email\n\x81@example.com\n", "characters"),
    ],
)
def test_bad_lists_are_refused_with_the_place(listed, content, word):
    if word is None:
        assert listed(content).recipients[0].email == "a@example.com"
        return
    with pytest.raises(CredentialError, match=word) as caught:
        listed(content)
    assert "earners.csv" in str(caught.value)


def test_lists_are_bounded(listed, monkeypatch, tmp_path):
    monkeypatch.setattr(recipients, "MOST_RECIPIENTS", 2)
    with pytest.raises(CredentialError, match="more than 2 rows"):
        listed("email\na@example.com\nb@example.com\nc@example.com\n")
    monkeypatch.setattr(recipients, "MOST_BYTES", 10)
    with pytest.raises(CredentialError, match="at most 20 MB"):
        listed("email\na@example.com\n")
    with pytest.raises(CredentialError, match="cannot be read"):
        read_recipients(tmp_path / "missing.csv")


@given(content=st.binary(max_size=200))
def test_any_bytes_give_a_list_or_a_sentence(content, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(b"email,name\n" + content)
    try:
        found = read_recipients(path).recipients
    except CredentialError as error:
        found = [str(error).index("any.csv")]
    assert found
