"""The command line: parses arguments, calls the same doors as the window, speaks in plain text or JSON."""

from protocol_designer.cli.program import main

__all__ = ["main"]
