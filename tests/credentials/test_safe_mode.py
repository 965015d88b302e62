# SPDX-License-Identifier: Apache-2.0
"""Nothing may fall outside the signature, and the sentence says where it would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.credentials import safe_mode
from studio.credentials.canonical import canonical
from studio.credentials.errors import CredentialError, UnsafeDocument
from studio.credentials.package import with_context


def refused(document) -> UnsafeDocument:
    with pytest.raises(UnsafeDocument) as caught:
        canonical(document)
    return caught.value


def set_in(document, path, value):
    """Put a value at ``alignment[0].x`` and return the document."""
    *way, last = path
    target = document
    for step in way:
        target = target[step]
    target[last] = value
    return document


def test_a_clean_badge_passes(badge):
    safe_mode.check_values(badge)
    assert "Lathe Safety" in canonical(with_context(badge))


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("colour",), "red", "colour"),
        (("alignment", 0, "targetColour"), "red", "alignment[0].targetColour"),
        (("criteria", "rubric"), {"name": "x"}, "criteria.rubric"),
        (
            ("resultDescription", 0, "rubricCriterionLevel", 1, "score"),
            3,
            "resultDescription[0].rubricCriterionLevel[1].score",
        ),
        (("name_es",), "Torno", "name_es"),
        (("image", "@foo"), "x", "image.@foo"),
        (("@mine",), {"a": {"b": 1}}, "@mine"),
    ],
)
def test_an_undefined_term_is_refused_with_its_place(badge, path, value, place):
    error = refused(with_context(set_in(badge, path, value)))
    assert error.place == place
    assert place in str(error)


def test_the_same_word_defined_elsewhere_does_not_hide_the_place(badge):
    # "narrative" belongs to criteria, not to an alignment.
    error = refused(with_context(set_in(badge, ("alignment", 0, "caption"), "x")))
    assert error.place == "alignment[0].caption"


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("id",), "badges/1", "id"),
        (("id",), "#1", "id"),
        (("id",), "//schools.example/1", "id"),
        (("id",), "https://schools.example/a b", "id"),
        (("id",), "https://schools.example/<a>", "id"),
        (("type",), ["Achievement", "Gold"], "type[1]"),
        (("image",), {"id": "https://a.example/1.png", "type": "Picture"}, "image.type"),
        (("criteria", "id"), "../criteria.html", "criteria.id"),
        (("image",), {"id": "lathe.png", "type": "Image"}, "image.id"),
    ],
)
def test_relative_addresses_and_unknown_types_are_refused_with_their_place(badge, path, value, place):
    error = refused(with_context(set_in(badge, path, value)))
    assert error.place == place


@pytest.mark.parametrize(
    ("extra", "word"),
    [
        ({"p": {"@value": "x", "@direction": "rtl"}}, "direction"),
        ({"p": {"@value": "x", "@index": "secret"}}, "index"),
        ({"p": {"@value": "x", "@language": "not a tag"}}, "language"),
        ({"p": {"@id": "urn:uuid:2", "@index": "secret"}}, "index"),
        ({"gone": "x"}, "gone"),
        ({"p": {"@value": "x", "@type": "https://a.example/<t>"}}, "type"),
        ({"r": {"@id": "relative"}}, "relative"),
        ({"_:p": "x"}, "_:p"),
        ({"@reverse": {"_:p": {"@id": "urn:uuid:2"}}}, "_:p"),
    ],
)
def test_what_would_be_dropped_on_the_way_to_statements_is_refused(extra, word):
    context = {
        "p": "https://a.example/p",
        "gone": None,
        "r": {"@reverse": "https://a.example/r", "@type": "@id"},
    }
    error = refused({"@context": context, "@id": "urn:uuid:1", **extra})
    assert word in str(error)


def test_an_address_that_is_already_marked_as_relative_is_refused(badge):
    badge["id"] = "relative://document/1"
    assert refused(with_context(badge)).place == "id"


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("a\vb", "U+000B"),
        ("a\x00b", "U+0000"),
        ("a\x7fb", "U+007F"),
        ("a\x85b", "U+0085"),
        ("a\ud800b", "U+D800"),
        ("a\uffffb", "U+FFFF"),
        (None, "has no value"),
        ([], "empty list"),
        (float("inf"), "not a number"),
        (2**60, "too large"),
        (1e300, "too large"),
    ],
)
def test_values_that_travel_badly_are_refused_before_signing(badge, value, word):
    badge["criteria"]["narrative"] = value
    with pytest.raises(UnsafeDocument) as caught:
        safe_mode.check_values(badge)
    assert caught.value.place == "criteria.narrative"
    assert word in str(caught.value)


def test_control_characters_in_names_are_refused_too():
    with pytest.raises(UnsafeDocument, match="the top of the document holds the control character"):
        safe_mode.check_values({"na\vme": "x"})


def test_depth_is_bounded():
    document: dict = {"x": 1}
    for _ in range(100):
        document = {"criteria": document}
    with pytest.raises(UnsafeDocument, match="nested more than 60"):
        safe_mode.check_values(document)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=30))
def test_ordinary_text_in_any_language_is_not_refused(text):
    safe_mode.check_values({"name": text})


@pytest.mark.parametrize("good", ["credential-ok", "credential-schemas-ok"])
def test_w3c_inputs_that_must_pass_do(shared, good, every_context):
    import json

    folder = shared / "standards" / "vc" / "vc-data-model-2.0-input"
    document = json.loads((folder / f"{good}.json").read_text())
    if "issuer" not in document:
        document["issuer"] = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    assert canonical(document, every_context)


@pytest.mark.parametrize(
    "odd",
    [
        {"@context": 7, "@id": "urn:uuid:1"},
        {"@id": "urn:uuid:1", "@type": "@odd"},
        {"@context": {"@vocab": None}, "@nest": 1},
        {"@included": -3},
        {"@included": "@json"},
    ],
)
def test_what_is_not_json_ld_at_all_is_one_sentence(odd):
    with pytest.raises(CredentialError, match="cannot be read as JSON-LD"):
        canonical(odd)


def test_nodes_without_an_identifier_of_their_own_are_named_by_what_is_said():
    document = {"@id": "_:x", "https://a.example/p": [{"@id": "_:y"}, {"@list": []}]}
    assert canonical(document).count("_:c14n") == 3
