"""Run the command line with ``python -m policygen``."""

from __future__ import annotations

from policygen.cli import main

if __name__ == "__main__":
    main()
