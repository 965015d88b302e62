# SPDX-License-Identifier: Apache-2.0
"""The page for learners: readable by everybody, safe with anything in it."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pytest

from studio.credentials.criteria_page import criteria_page


class Outline(HTMLParser):
    """Tags and attributes of a page, in order."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def named(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def test_the_page_is_built_for_everybody(badge):
    page = criteria_page(badge)
    outline = Outline(page)
    assert outline.named("html") == [{"lang": "en"}]
    assert len(outline.named("h1")) == len(outline.named("main")) == len(outline.named("title")) == 1
    assert all(image["alt"] for image in outline.named("img"))
    assert all(cell["scope"] for cell in outline.named("th"))
    assert len(outline.named("caption")) == len(outline.named("table")) == 1
    levels = [int(tag[1]) for tag, _ in outline.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert "<em>twice</em>" in page
    assert "Meets <span>(needed to pass)</span>" in page
    assert "MT.1: Set up a lathe" in page


def test_nothing_is_fetched_or_run(badge):
    badge["criteria"]["narrative"] = (
        "<script>alert(1)</script> ![x](https://evil.example/x.png) [go](javascript:alert(1)) [ok](https://a.example)"
    )
    badge["name"] = '<img src=x onerror="alert(1)">'
    badge["alignment"][0]["targetName"] = "</li><script>alert(2)</script>"
    page = criteria_page(badge)
    outline = Outline(page)
    assert not outline.named("script")
    assert not [attributes for _, attributes in outline.tags if any(name.startswith("on") for name in attributes)]
    assert [image["src"][:10] for image in outline.named("img")] == ["data:image"]
    assert [link["href"] for link in outline.named("a")] == ["https://a.example"]
    assert "default-src 'none'" in page


def test_a_bare_badge_has_a_page_too(badge):
    for name in ("alignment", "resultDescription", "image", "version", "inLanguage"):
        del badge[name]
    badge["criteria"] = {"id": "https://schools.example/criteria"}
    badge["creator"] = {"id": "https://schools.example", "type": ["Profile"], "name": "Example Schools"}
    page = criteria_page({"@context": ["ignored"], **badge})
    assert "The criteria are at</span> https://schools.example/criteria" in page
    assert "Offered by</span> Example Schools" in page
    assert "<table" not in page


def test_the_same_badge_gives_the_same_page(badge):
    assert criteria_page(badge) == criteria_page(badge)


@pytest.mark.parametrize(("markdown", "expected"), [("# A\n## B", [3, 4]), ("### A\n##### B", [3, 5]), ("## A", [3])])
def test_headings_of_the_author_stand_below_those_of_the_page(badge, markdown, expected):
    badge["criteria"]["narrative"] = markdown
    tags = [tag for tag, _ in Outline(criteria_page(badge)).tags]
    assert [int(tag[1]) for tag in tags if tag in ("h3", "h4", "h5", "h6")] == expected


def test_the_words_of_the_page_follow_the_language_of_the_badge(badge):
    badge["inLanguage"] = "es-US"
    page = criteria_page(badge)
    assert '<html lang="es-US">' in page
    assert "Lo que haces para obtenerla" in page
    badge["inLanguage"] = "fr"
    assert '<h2 lang="en">What you do to earn it</h2>' in criteria_page(badge)
