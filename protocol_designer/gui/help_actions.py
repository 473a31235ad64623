"""The Help menu: the keys, the versions and licences."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from protocol_designer.workspace.formulary_choice import FormularyChoice


class HelpActions(QObject):
    """Opens what tells of the program itself."""

    def __init__(self, formularies: FormularyChoice, window: QMainWindow) -> None:
        super().__init__(window)
        self._formularies = formularies
        self._window = window

    def show_shortcuts(self) -> None:
        """Show every action with its keys."""
        from protocol_designer.gui.help_dialogs import ShortcutsDialog

        ShortcutsDialog(self._window).open()

    def show_about(self) -> None:
        """Show versions and licences."""
        from protocol_designer.gui.about_dialog import AboutDialog

        AboutDialog(self._formularies.in_force, self._window).open()
