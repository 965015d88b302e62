# SPDX-License-Identifier: Apache-2.0
"""The tables of CTDL-ASN are the published ones, and values survive the way there and back."""

from __future__ import annotations

import contextlib
import importlib.util
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model import schema
from studio.model.associations import KINDS
from studio.standards import ctdl
from studio.standards.cells import escape, neutralise, pieces, restore, unescape
from studio.standards.ctdl_values import READ, WRITE, as_list, leaves, merge, status_of
from studio.standards.loose_json import NotJson, parse


def test_the_table_is_what_the_generator_makes(root, shared, tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("make_ctdl_terms", root / "tools/make_ctdl_terms.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(tool, "HERE", tmp_path)
    tool.main(shared / "standards/ctdl")
    made = json.loads((tmp_path / "resources/ctdl/terms.json").read_text(encoding="utf-8"))
    assert made == ctdl.terms()


def test_our_context_reads_every_term_as_the_published_one(shared):
    ours = ctdl.context()
    published = json.loads((shared / "standards/ctdl/schema/ctdlasn/context.json").read_text())["@context"]
    assert {name: ours.get(name) for name in published} == published


def test_every_written_property_belongs_to_its_class():
    for kind, fields in ctdl.FIELDS.items():
        for field in fields:
            assert field.kind in READ
            assert field.kind in WRITE
            if kind != "organization":
                assert ctdl.shape(ctdl.CLASSES[kind], field.property), (kind, field.property)
    for name, kind in ctdl.LINKS.items():
        assert KINDS[kind].ctdl == name
        assert ctdl.coercion(name) == "@id"


def test_names_and_addresses():
    assert ctdl.compact("https://purl.org/ctdlasn/terms/name") == "ceasn:name"
    assert ctdl.compact("http://purl.org/ctdlasn/terms/name") == "ceasn:name"
    assert ctdl.compact("https://x.example/name") == "https://x.example/name"
    assert ctdl.expand("ceasn:name") == "https://purl.org/ctdlasn/terms/name"
    assert ctdl.expand("https://x.example") == "https://x.example"
    ctid = "ce-00000000-0000-4000-8000-00000000000a"
    for address in (
        f"https://credentialengineregistry.org/resources/{ctid}",
        f"http://sandbox.credentialengineregistry.org/graph/{ctid.upper()}",
        f"https://credentialengineregistry.org/navy/resources/{ctid}",
    ):
        assert ctdl.ctid_of(address) == ctid
    assert ctdl.ctid_of(f"https://x.example/resources/{ctid}") is None
    assert ctdl.is_bare_ctid(ctid.upper())
    assert not ctdl.is_bare_ctid("ce-1")
    sandbox = ctdl.registry("sandbox")
    community = f"https://credentialengineregistry.org/navy/resources/{ctid}"
    assert sandbox.rebase({"a": [community, 1, "see https://credentialengineregistry.org/resources/x"]}) == {
        "a": [
            f"https://sandbox.credentialengineregistry.org/navy/resources/{ctid}",
            1,
            "see https://credentialengineregistry.org/resources/x",
        ]
    }
    assert ctdl.is_address("credentialStat:Active")
    assert not ctdl.is_address("Grade 9: entry")
    assert status_of("publicationStatus:Draft") == "Draft"
    assert status_of("https://x.example/Gone") is None


scalars = st.text(max_size=4) | st.integers() | st.booleans() | st.floats(allow_nan=False)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["en", "es", "@id", "@value", "ceterms:codedNotation"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("kind", sorted(READ))
@given(value=anything)
def test_what_a_column_does_not_take_is_left_over(kind, value):
    found, left = READ[kind](value, "en")
    written = WRITE[kind](found, "en") if found is not None else None
    again = merge(written, left)
    if found is None:
        assert as_list(left) == as_list(value) or leaves(left) == leaves(value) == 0
    elif kind == "number":
        assert float(as_list(value)[0]) == again
    elif kind != "status":
        assert sorted(map(str, flat(again))) == sorted(set(map(str, flat(value)))) or leaves(again) == leaves(value)


def flat(value):
    if isinstance(value, dict):
        return [leaf for entry in value.values() for leaf in flat(entry)]
    if isinstance(value, list):
        return [leaf for entry in value for leaf in flat(entry)]
    return [value]


@given(st.text())
def test_cells_give_back_every_text(text):
    assert restore(neutralise(text)) == text
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    clean = text.encode("utf-8", "ignore").decode()
    assert unescape("".join(pieces(escape(clean)))) == clean


@given(st.text(max_size=30))
def test_any_text_is_json_or_refused(text):
    try:
        json.loads(text)
    except ValueError:
        with contextlib.suppress(NotJson):
            parse(text.encode("utf-8", "ignore"))
    else:
        try:
            assert parse(text.encode()).documents == [json.loads(text)]
        except NotJson:
            assert "NaN" in text or "Infinity" in text or "e" in text.lower()


def test_comments_are_not_looked_for_inside_texts():
    parsed = parse(b'{"a": "http://x.example/*y*/", /* c */ "b": [1, 2,], } // end')
    assert parsed.documents == [{"a": "http://x.example/*y*/", "b": [1, 2]}]
    assert parsed.notes
    assert parse('{"a": "é"}'.encode("utf-16")).documents == [{"a": "é"}]
    assert parse(b'{"a": 1, "a": 1}').documents == [{"a": 1}]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        (b'{"a": 1 "b": 2}', [{"a": 1, "b": 2}]),
        (b"[1 2,,3;4]", [[1, 2, 3, 4]]),
        (b'{"a": [1]\n"b": {"c": 2;}\n}', [{"a": [1], "b": {"c": 2}}]),
        (b'{"a": ",; [1] 2" "b": 3}{"c": 4}', [{"a": ",; [1] 2", "b": 3}, {"c": 4}]),
    ],
)
def test_commas_are_put_right_and_it_is_said(text, documents):
    parsed = parse(text)
    assert parsed.documents == documents
    assert "Commas were missing" in " ".join(parsed.notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"a" "b"}', "line 1, column 6: a colon and a value are missing"),
        (b'{"a": "b"\n "c"}', "line 2, column 2: a comma or a closing bracket is missing"),
        (b"[,1]", "line 1, column 2: a value is missing"),
        (b'{"a": {"b": 1}, {"c": 1}}', "line 1, column 17: a name in double quotes is missing"),
    ],
)
def test_what_cannot_be_put_right_is_named_with_its_place(text, said):
    with pytest.raises(NotJson, match=said):
        parse(text)


def test_the_prefixes_that_a_context_does_not_know_are_those_of_the_other(shared):
    known = {}
    for name, address in (("ctdl", ctdl.CTDL_CONTEXT), ("ctdlasn", ctdl.CONTEXT)):
        text = (shared / "standards/ctdl/schema" / name / "context.json").read_text(encoding="utf-8")
        known[address] = {term for term in json.loads(text)["@context"] if ":" not in term}
    both = set.union(*known.values())
    assert {address: both - terms for address, terms in known.items()} == ctdl.UNKNOWN_PREFIXES


PLACES = {"id", "ctid", "uri", "position", "extra", "language", "text_times", "framework_id", "scheme_id", "model_id"}
REFERENCES = {"parent_id", "publisher_id", "rubric_id", "criterion_id", "level_id", "competency_id"}
SAID_OTHERWISE = {
    "framework": {"stages"},  # progression levels, a note where there is none
    "competency": {"item_type", "stages"},  # the category, a note where there are both
    "rubric_level": {"value"},  # the points of its criterion levels
    "rubric_criterion": {"competency_code"},  # a note
}


@pytest.mark.parametrize("table", sorted(ctdl.CLASSES))
def test_every_column_is_written_or_named_as_lost(table):
    written = {field.column for field in ctdl.FIELDS[table]} | set(ctdl.UNWRITTEN.get(table, ()))
    columns = {column.name for column in schema.ITEMS[table].c}
    assert columns - written - PLACES - REFERENCES == SAID_OTHERWISE.get(table, set())
