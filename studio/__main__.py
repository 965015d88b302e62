# SPDX-License-Identifier: Apache-2.0
"""``python -m studio``: the same as the program ``studio``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; without a command it opens the window."""
    try:
        from studio.cli.main import run

        run()
    except KeyboardInterrupt:  # before the command itself began
        sys.stderr.write("Stopped. Nothing was begun.\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
