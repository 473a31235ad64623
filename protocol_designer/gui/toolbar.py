"""The toolbar, and what of the menus depends on the window: panels, themes, names of undo steps."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QUndoGroup
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolButton

from protocol_designer.gui.actions import TOOLBAR, translated
from protocol_designer.gui.theme import Theme, ThemeMode
from protocol_designer.gui.typography import FIELD_GAP

_WITH_WORDS = ("next_problem", "fix", "export")


def add_toolbar(window: QMainWindow, actions: dict[str, QAction]) -> None:
    """Put the toolbar under the menus; what no picture says alone has its words beside it."""
    toolbar = window.addToolBar(window.tr("Tools"))
    toolbar.setObjectName("tools")
    toolbar.setMovable(False)
    toolbar.setIconSize(QSize(20, 20))
    toolbar.setContentsMargins(FIELD_GAP, 0, FIELD_GAP, 0)
    for action_id in TOOLBAR:
        if action_id:
            toolbar.addAction(actions[action_id])
        else:
            toolbar.addSeparator()
    for action_id in _WITH_WORDS:
        button = toolbar.widgetForAction(actions[action_id])
        if isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)


def finish_view_menu(
    window: QMainWindow, actions: dict[str, QAction], docks: Iterable[QDockWidget], theme: Theme
) -> None:
    """Put the panels into the View menu and tick the theme in force; one theme excludes the others."""
    panels = actions["next_panel"]
    view = panels.associatedObjects()[-1]
    if isinstance(view, QMenu):
        view.insertActions(panels, [dock.toggleViewAction() for dock in docks])
    themes = QActionGroup(window)
    for mode in ThemeMode:
        action = themes.addAction(actions[f"theme_{mode.value}"])
        action.setChecked(theme.mode is mode)


def follow_steps(group: QUndoGroup, follow: Callable[[], object]) -> None:
    """Call ``follow`` whenever another step can be undone or redone."""
    for change in (
        group.undoTextChanged,
        group.redoTextChanged,
        group.canUndoChanged,
        group.canRedoChanged,
    ):
        change.connect(lambda *_: follow())


def name_steps(group: QUndoGroup, actions: dict[str, QAction], is_possible: bool) -> None:
    """Name the step in the Edit menu: “Undo Move visit 4 to day 28”."""
    for key, word, text, can in (
        ("undo", translated("Undo"), group.undoText(), group.canUndo()),
        ("redo", translated("Redo"), group.redoText(), group.canRedo()),
    ):
        action = actions[key]
        action.setEnabled(is_possible and can)
        action.setText(f"{word} “{text}”".replace("&", "&&") if can and text else word)
        action.setIconText(word)
        action.setToolTip(f"{word}: {text}" if can and text else word)
