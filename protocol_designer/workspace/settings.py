"""What the program remembers between runs: recent files, theme, author, site formulary, window layout."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

_RECENT = 10


class UserSettings:
    """The user's settings; a value that cannot be understood counts as absent."""

    def __init__(self) -> None:
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "protocol-designer", "protocol-designer"
        )

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The named protocols opened last, the last one first; some may be gone."""
        return tuple(Path(line) for line in self._text("recent").splitlines() if line)

    def remember_file(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        others = [other for other in self.recent_files if other != path]
        self._store.setValue("recent", "\n".join(map(str, [path, *others][:_RECENT])))

    def forget_file(self, path: Path) -> None:
        """Take a file off the recent ones."""
        self._store.setValue("recent", "\n".join(str(other) for other in self.recent_files if other != path))

    @property
    def theme(self) -> str:
        """The code of the chosen theme, or an empty text."""
        return self._text("theme")

    @theme.setter
    def theme(self, code: str) -> None:
        self._store.setValue("theme", code)

    @property
    def author(self) -> str:
        """Who last signed a justification, or an empty text."""
        return self._text("author")

    @author.setter
    def author(self, name: str) -> None:
        self._store.setValue("author", name)

    @property
    def site_formulary(self) -> tuple[Path, str] | None:
        """The site formulary chosen last and what identifies its content, or None."""
        path = self._text("site_formulary")
        return (Path(path), self._text("site_formulary_content")) if path else None

    def remember_site_formulary(self, path: Path, content: str) -> None:
        """Remember a site formulary and what identifies its content."""
        self._store.setValue("site_formulary", str(path))
        self._store.setValue("site_formulary_content", content)

    def forget_site_formulary(self) -> None:
        """Go by the shipped formulary from the next start on."""
        self._store.remove("site_formulary")
        self._store.remove("site_formulary_content")

    @property
    def preview_width(self) -> int:
        """How wide the preview was last, in logical pixels; 0 when it was never open."""
        text = self._text("preview_width")
        return int(text) if text.isascii() and text.isdecimal() else 0

    @preview_width.setter
    def preview_width(self, width: int) -> None:
        self._store.setValue("preview_width", str(width))

    @property
    def has_run_before(self) -> bool:
        """Whether the program was started before; from now on it was."""
        before = self._text("has_run") == "yes"
        self._store.setValue("has_run", "yes")
        return before

    def keep_layout(self, geometry: QByteArray, state: QByteArray) -> None:
        """Remember where the window and its panels stand."""
        self._store.setValue("geometry", geometry)
        self._store.setValue("state", state)

    def layout(self) -> tuple[QByteArray, QByteArray] | None:
        """Return geometry and panel state of the last run, or None."""
        geometry, state = self._store.value("geometry"), self._store.value("state")
        if isinstance(geometry, QByteArray) and isinstance(state, QByteArray):
            return geometry, state
        return None

    def keep_splitter(self, name: str, state: QByteArray) -> None:
        """Remember how a splitter shares its room."""
        self._store.setValue(f"splitter_{name}", state)

    def splitter(self, name: str) -> QByteArray | None:
        """Return how a splitter shared its room last, or None."""
        state = self._store.value(f"splitter_{name}")
        return state if isinstance(state, QByteArray) else None

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""
