"""Widgets are tried on a page, wired as the window wires it."""

from tests.gui.pages.conftest import open_page

__all__ = ["open_page"]
