"""Which formulary is in force: the shipped one or a site's own over it, remembered, checked at every start.

A remembered site formulary that is gone, damaged or changed is not put in force. The shipped limits hold, and
the formulary carries a notice that stands against every final export until the user decides.
"""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from protocol_designer.formulary.loading import UnusableFormulary
from protocol_designer.formulary.merging import put_over, without_site
from protocol_designer.formulary.records import Formulary
from protocol_designer.formulary.site import SiteFormulary, read_site_formulary
from protocol_designer.workspace.settings import UserSettings

_CURE = "The shipped limits are in force; load the site formulary again or return to the shipped one."


class FormularyChoice(QObject):
    """Owns the choice.

    Signals:
        changed: Another formulary is in force.
    """

    changed = Signal()

    def __init__(self, shipped: Formulary, settings: UserSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shipped = shipped
        self._settings = settings
        self._in_force = self._remembered()

    @property
    def in_force(self) -> Formulary:
        """The formulary that every review uses."""
        return self._in_force

    @property
    def shipped(self) -> Formulary:
        """The formulary that came with the program."""
        return self._shipped

    @property
    def is_shipped(self) -> bool:
        """Whether nothing but the shipped formulary was chosen."""
        return self._in_force is self._shipped

    def load(self, path: Path) -> None:
        """Put a site formulary in force and remember it, with what it said.

        Raises:
            UnusableFormulary: One sentence with the file, the place and the cure; what was in force stays.
        """
        path = path.absolute()
        site = read_site_formulary(path, _today())
        self._in_force = put_over(self._shipped, site, path)
        self._settings.remember_site_formulary(path, _digest(site))
        self.changed.emit()

    def return_to_shipped(self) -> None:
        """Put the shipped formulary in force and forget the site's own."""
        self._settings.forget_site_formulary()
        if self._in_force is not self._shipped:
            self._in_force = self._shipped
            self.changed.emit()

    def _remembered(self) -> Formulary:
        known = self._settings.site_formulary
        if known is None:
            return self._shipped
        path, digest = known
        try:
            site = read_site_formulary(path, _today())
            if _digest(site) != digest:
                return self._without(f"The site formulary {path.name} was changed since it was loaded.")
            return put_over(self._shipped, site, path)
        except UnusableFormulary as problem:
            return self._without(str(problem))

    def _without(self, problem: str) -> Formulary:
        return without_site(self._shipped, f"{problem} {_CURE}")


def _digest(site: SiteFormulary) -> str:
    """Identify what a site formulary says, however its file is laid out."""
    return hashlib.sha256(site.model_dump_json().encode()).hexdigest()


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
