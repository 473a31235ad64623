"""Starts the program: ``python -m protocol_designer``."""

import sys

from protocol_designer.cli import main

if __name__ == "__main__":
    sys.exit(main())
