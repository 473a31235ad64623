"""Chances and sample sizes of plain designs, for planning; leaves judging to rules, words to the report."""
