"""A connection that reads by itself and loads sqlite-utils when something is written."""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database


class LateDatabase:
    """Stands for a `sqlite_utils.Database` over a connection.

    Opening a protocol only reads, and the library takes longer to load than the file to read.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.conn = connection

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        """Carry out one statement; what writes stands in a transaction that the caller opened."""
        return self.conn.execute(sql, parameters)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[dict[str, object]]:
        """Yield each row of a question by the names of its columns."""
        cursor = self.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def table_names(self) -> list[str]:
        """Return the names of the tables there are."""
        return [name for (name,) in self.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def close(self) -> None:
        """Let go of the file."""
        self.conn.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    @cached_property
    def _whole(self) -> "Database":
        return database_class()(self.conn, execute_plugins=False)


def database_class() -> type["Database"]:
    """Import the library without the number library that it looks for, which takes longer than itself."""
    if "sqlite_utils" not in sys.modules and "numpy" not in sys.modules:
        sys.modules["numpy"] = None  # type: ignore[assignment]  # how Python marks what must not be imported
        try:
            import sqlite_utils
        finally:
            del sys.modules["numpy"]
        return sqlite_utils.Database
    from sqlite_utils import Database

    return Database
