# SPDX-License-Identifier: Apache-2.0
"""``python -m studio``: the same as the program ``studio``."""

from __future__ import annotations


def main() -> None:
    """Run the command line; without a command it opens the window."""
    from studio.cli.main import run

    run()


if __name__ == "__main__":
    main()
