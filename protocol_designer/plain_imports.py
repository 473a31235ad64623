"""Keeps Python's own import while Qt for Python is loaded."""

import builtins
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def plain_imports() -> Iterator[None]:
    """Let imports be plain again once the block, which loads Qt for Python, is left.

    Qt for Python puts an import of its own in place. It reads the source of every module that is loaded from
    then on, to see whether names are spelled in the way of its ``__feature__`` switch. This program does not
    use that switch, and reading takes longer than loading.
    """
    plain = builtins.__import__
    try:
        yield
    finally:
        builtins.__import__ = plain
