"""Turns a protocol and its report into document blocks: headings, sentences, tables, drawings."""
