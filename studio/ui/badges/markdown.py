# SPDX-License-Identifier: Apache-2.0
"""Markdown of criteria as safe rich text: nothing runs, nothing is fetched, headings stay small."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "h5", "h6", "blockquote", "code", "pre", "a", "hr"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


@lru_cache(maxsize=1)
def _renderer() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def to_html(text: str) -> str:
    """The text as HTML that a label or browser may show. Raw HTML in the text is shown as text; pictures are left
    out; links keep only web and mail addresses."""
    import nh3

    html = _renderer().render(text)
    html = re.sub(r"<(/?)h([1-6])>", lambda found: f"<{found[1]}h{min(6, int(found[2]) + 2)}>", html)
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})
