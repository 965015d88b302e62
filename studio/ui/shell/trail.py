# SPDX-License-Identifier: Apache-2.0
"""Back and forward: the items and workspaces that were on screen."""

from __future__ import annotations

from collections.abc import Callable

Place = tuple[str, str]
"""Workspace id and the id of the selected item, ``""`` for none."""
LIMIT = 50


class Trail:
    """The places visited. ``here`` tells the present one; ``go`` shows another."""

    def __init__(self, here: Callable[[], Place], go: Callable[[Place], None]) -> None:
        self._here = here
        self._go = go
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._moving = False

    def leave(self) -> None:
        """The person goes elsewhere: remember where they were."""
        place = self._here()
        if not self._moving and place[0] and (not self._back or self._back[-1] != place):
            self._back = [*self._back, place][-LIMIT:]
            self._forward.clear()

    def can_go_back(self) -> bool:
        """Whether there is a place before."""
        return bool(self._back)

    def can_go_forward(self) -> bool:
        """Whether the person went back."""
        return bool(self._forward)

    def back(self) -> None:
        """Show the place before."""
        self._move(self._back, self._forward)

    def forward(self) -> None:
        """Show the place from which the person went back."""
        self._move(self._forward, self._back)

    def _move(self, source: list[Place], target: list[Place]) -> None:
        if not source:
            return
        target.append(self._here())
        self._moving = True
        self._go(source.pop())
        self._moving = False
