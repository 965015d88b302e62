# SPDX-License-Identifier: Apache-2.0
"""Names of standards and columns in plain words."""

from __future__ import annotations

import pytest

from studio.model import schema
from studio.standards.wording import class_words, column_words, kind_words, term_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ceterms:Course", "Course"),
        ("ceterms:LearningOpportunityProfile", "Learning opportunity"),
        ("CFItemTypes", "Item type"),
        ("http://example.org/terms#WorkRole", "Work role"),
        ("", "Record"),
    ],
)
def test_classes(name, words):
    assert class_words(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [("ceterms:estimatedDuration", "Estimated duration"), ("ceterms:ctid", "CTID"), ("CFItemURI", "CF item URI")],
)
def test_properties(name, words):
    assert term_words(name) == words


def test_every_column_and_table_has_words():
    for name, table in schema.ITEMS.items():
        assert kind_words(name)
        for column in table.columns:
            words = column_words(f"{name}.{column.name}")
            assert "_" not in words
            assert words.startswith(f"{kind_words(name)}: ")
    assert column_words("parent_id") == "Place in the tree"


def test_one_column_is_called_as_its_table_calls_it():
    assert column_words("concept.label") == "Term: label"
    assert column_words("label", "concept") == "Label"
    assert column_words("label", "competency") == column_words("label") == "Short title"
