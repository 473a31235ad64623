"""What the menus offer around limits: the formulary in force, and the list of all rules."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.formulary_choice import FormularyChoice

if TYPE_CHECKING:
    from protocol_designer.gui.formulary_dialog import FormularyDialog
    from protocol_designer.gui.rule_dialog import RulesDialog


class FormularyActions(QObject):
    """Opens the reference dialogs; works with and without an open protocol."""

    def __init__(self, choice: FormularyChoice, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._choice = choice
        self._theme = theme
        self._window = window

    def show_formulary(self) -> "FormularyDialog":
        """Show the formulary in force and the way to another."""
        from protocol_designer.gui.formulary_dialog import FormularyDialog

        dialog = FormularyDialog(self._choice, self._theme, self._window)
        dialog.open()
        return dialog

    def show_rules(self) -> "RulesDialog":
        """Show every rule."""
        from protocol_designer.gui.rule_dialog import RulesDialog

        dialog = RulesDialog(self._choice.in_force, self._theme, self._window)
        dialog.open()
        return dialog
