# SPDX-License-Identifier: Apache-2.0
"""The page for learners: readable by everybody, safe with anything in it."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

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
    assert "Meets (needed to pass)" in page
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
    assert "The criteria are at https://schools.example/criteria." in page
    assert "Offered by Example Schools." in page
    assert "<table" not in page


def test_the_same_badge_gives_the_same_page(badge):
    assert criteria_page(badge) == criteria_page(badge)
