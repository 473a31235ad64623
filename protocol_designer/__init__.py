"""Protocol Designer: compose, review and print a clinical trial protocol."""

__version__ = "0.1.0"
