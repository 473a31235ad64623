"""The menus of the schedule grid: on its cells, its names and its visits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from protocol_designer.gui.widgets.grid_commands import (
    ON_COLUMN,
    ON_ROW,
    GridCommand,
    command_keys,
    command_text,
)

if TYPE_CHECKING:
    from protocol_designer.gui.widgets.grid_view import GridView


def offer_menu(view: GridView, commands: Iterable[GridCommand | None], here: QPoint) -> None:
    """Open a menu of what can be done with the cell in hand; None is a line between entries."""
    index = view.currentIndex()
    spot = view.grid.spot(index.row(), index.column()) if index.isValid() else None
    if spot is None:
        return
    hidden = set() if spot.activity.id in view.facts.orphans else {GridCommand.PURPOSE}
    hidden |= set() if spot.visit.is_dosing else {GridCommand.OPEN_DAY, GridCommand.TIMES}
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for command in commands:
        if command is None:
            menu.addSeparator()
        elif command not in hidden:
            action = menu.addAction(command_text(command), partial(view.wanted.emit, command))
            action.setShortcut(command_keys(command))
    menu.popup(here)


def offer_head_menus(view: GridView) -> None:
    """Let the names and the visits of a grid open menus of their own, which take their cell in hand."""

    def on_row(here: QPoint) -> None:
        row, column = view.names.logicalIndexAt(here), max(view.currentIndex().column(), 0)
        if view.grid.spot(row, column):
            view.choose(row, column)
            offer_menu(view, ON_ROW, view.names.viewport().mapToGlobal(here))

    def on_column(here: QPoint) -> None:
        column, row = view.heads.logicalIndexAt(here), max(view.currentIndex().row(), 1)
        if view.grid.spot(row, column):
            view.choose(row, column)
            offer_menu(view, ON_COLUMN, view.heads.viewport().mapToGlobal(here))

    for head, opens in ((view.names, on_row), (view.heads, on_column)):
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(opens)
