"""Figures as display lists: drawn once, painted on the screen and on paper."""
