"""Starts the program: ``python -m protocol_designer``."""

import sys

if __name__ == "__main__" and getattr(sys, "frozen", False):
    # A frozen program starts its second process, which lays out pages, by starting itself.
    from multiprocessing import freeze_support

    freeze_support()

from protocol_designer.cli import main

if __name__ == "__main__":
    sys.exit(main())
