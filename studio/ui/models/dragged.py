# SPDX-License-Identifier: Apache-2.0
"""The program's own format on the clipboard and in a drag: which items, and copies of them as records."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData

MIME = "application/x-competency-studio-items+json"


@dataclass(frozen=True, slots=True)
class Items:
    """Ids in document order, whether they were cut, and (for another project or framework) their records."""

    ids: list[str]
    framework_id: str = ""
    cut: bool = False
    records: list[dict[str, Any]] = field(default_factory=list)


def put(data: QMimeData, items: Items) -> None:
    """Add the items to what goes onto the clipboard or into a drag."""
    plain = {"ids": items.ids, "framework": items.framework_id, "cut": items.cut, "records": items.records}
    data.setData(MIME, QByteArray(json.dumps(plain).encode("utf-8")))


def take(data: QMimeData) -> Items | None:
    """The items in what comes from the clipboard or a drag; ``None`` when there are none."""
    if not data.hasFormat(MIME):
        return None
    try:
        plain = json.loads(bytes(data.data(MIME).data()).decode("utf-8"))
        return Items(list(plain["ids"]), str(plain["framework"]), bool(plain["cut"]), list(plain["records"]))
    except (ValueError, KeyError, TypeError):
        return None  # another program wrote something else under our name
