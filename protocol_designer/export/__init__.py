"""Turns document blocks into bytes. Content is left to the report."""
