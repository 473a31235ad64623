"""The table of everything the menus, the toolbar and the keyboard can do, and the actions built from it.

Each row names the method that carries it out; the shortcuts sheet is the same table shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from protocol_designer.gui.icons import icon
from protocol_designer.gui.page_table import PAGES
from protocol_designer.gui.theme import Theme

Keys = QKeySequence.StandardKey | str | None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One thing the user can do. ``needs_document`` greys it out on the start page.

    ``handler`` is a method of the window or of one of its parts (``files.save``), with an argument where one
    is needed (``show_page 2``).
    """

    id: str
    menu: str
    text: str
    handler: str
    keys: Keys = None
    icon: str | None = None
    needs_document: bool = True
    is_checkable: bool = False
    starts_group: bool = False
    tip: str | None = None


_STANDARD = QKeySequence.StandardKey

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow("start", "File", "Start page", "show_start_page", "Alt+Home", "start", needs_document=False),
    ActionRow("protocol", "File", "Back to the protocol", "show_protocol", "Alt+Left", needs_document=False),
    ActionRow("new", "File", "New blank protocol", "files.new_blank", _STANDARD.New, "new",
              needs_document=False),
    ActionRow("studies", "File", "Prior studies and templates…", "templates.browse", "Ctrl+Shift+N",
              "template", needs_document=False),
    ActionRow("open", "File", "Open…", "files.open_dialog", _STANDARD.Open, "open", needs_document=False),
    ActionRow(
        "save", "File", "Save", "files.save", _STANDARD.Save, "save", starts_group=True,
        tip="Name this state of the protocol; every change is kept already",
    ),
    ActionRow("save_as_template", "File", "Save as a template…", "templates.save_as_template"),
    ActionRow("name_state", "File", "Name this state…", "files.name_state", "Ctrl+Alt+S"),
    ActionRow("save_as", "File", "Save as…", "files.save_as", "Ctrl+Shift+S"),
    ActionRow("freeze", "File", "Freeze as a version…", "versions.freeze", "Ctrl+Alt+F", starts_group=True),
    ActionRow("amend", "File", "Amendment…", "versions.amend", "Ctrl+Alt+A"),
    ActionRow("history", "File", "History…", "versions.show_history", "Ctrl+Alt+H",
              tip="Versions, saved states, attachments, and every edit with its author"),
    ActionRow("compare", "File", "Compare…", "versions.compare", "Ctrl+Shift+D"),
    ActionRow("merge", "File", "Merge a copy…", "versions.merging.merge"),
    ActionRow("export", "File", "Export PDF…", "files.export", "Ctrl+Shift+E", "export", starts_group=True),
    ActionRow("quit", "File", "Quit", "close", _STANDARD.Quit, needs_document=False, starts_group=True),
    ActionRow("undo", "Edit", "Undo", "undo", _STANDARD.Undo, "undo"),
    ActionRow("redo", "Edit", "Redo", "redo", _STANDARD.Redo, "redo"),
    ActionRow("find", "Edit", "Find on this page", "search.find", _STANDARD.Find, starts_group=True),
    ActionRow("search", "Edit", "Search everything…", "search.everything", "Ctrl+Shift+F", "search",
              needs_document=False),
    ActionRow("author", "Edit", "Your name…", "versions.ask_name", needs_document=False, starts_group=True),
    ActionRow("next_problem", "Review", "Next problem", "review.next_problem", "F8", "next"),
    ActionRow("previous_problem", "Review", "Previous problem", "review.previous_problem", "Shift+F8",
              "previous"),
    ActionRow("fix", "Review", "Fix…", "review.fix", "Alt+Return", "fix", starts_group=True),
    ActionRow("justify", "Review", "Justify…", "review.justify", "Ctrl+J", "justify"),
    ActionRow("rule", "Review", "About this rule…", "review.show_rule", "Shift+F1", "rule"),
    ActionRow("rules", "Review", "All rules…", "formulary.show_rules", "Ctrl+Shift+R", needs_document=False,
              starts_group=True),
    ActionRow("formulary", "Review", "Formulary…", "formulary.show_formulary", "Ctrl+Shift+L",
              needs_document=False),
    ActionRow("questions", "Review", "Open questions", "review.show_questions", "Ctrl+Shift+Q",
              starts_group=True),
    ActionRow("comment", "Review", "Comment on the selected place…", "comments.comment", "Ctrl+Shift+M",
              starts_group=True),
    ActionRow("comments", "Review", "Comments", "comments.show_comments", "Ctrl+Shift+C"),
    ActionRow("coverage", "Review", "Coverage", "preview.show_coverage", "Ctrl+Alt+C",
              tip="How the protocol answers SPIRIT 2025 and ICH M11"),
    ActionRow("precedents", "Review", "Precedents", "precedents.show", "Ctrl+Shift+P", starts_group=True),
    ActionRow("compare_studies", "Review", "Compare with prior studies…", "precedents.compare",
              "Ctrl+Shift+K", needs_document=False),
    *(
        ActionRow(f"page_{number}", "View", page.title, f"show_page {number - 1}",
                  f"Ctrl+{number}" if number < 10 else None)
        for number, page in enumerate(PAGES, 1)
    ),
    ActionRow("previous_page", "View", "Previous page", "pages.previous", "Ctrl+PgUp", starts_group=True),
    ActionRow("next_page", "View", "Next page", "pages.next", "Ctrl+PgDown"),
    ActionRow("preview", "View", "PDF preview", "preview.toggle", "Ctrl+Alt+P", "document", starts_group=True,
              tip="Show the pages of the PDF beside the fields, or hide them"),
    ActionRow("show_printed", "View", "Show in preview", "preview.show_place", "Ctrl+Alt+V",
              tip="Show on the pages where the selected field is printed"),
    ActionRow("next_panel", "View", "Next panel", "next_panel", "F6", starts_group=True),
    ActionRow("reset_layout", "View", "Reset layout", "reset_layout"),
    ActionRow("theme_system", "View", "System theme", "set_theme system", needs_document=False,
              is_checkable=True, starts_group=True),
    ActionRow("theme_light", "View", "Light theme", "set_theme light", needs_document=False,
              is_checkable=True),
    ActionRow("theme_dark", "View", "Dark theme", "set_theme dark", needs_document=False, is_checkable=True),
    ActionRow("shortcuts", "Help", "Keyboard shortcuts", "help.show_shortcuts",
              _STANDARD.HelpContents, "keyboard", needs_document=False),
    ActionRow("about", "Help", "About Protocol Designer", "help.show_about", None, "about",
              needs_document=False),
)  # fmt: skip

TOOLBAR = (
    "start",
    "open",
    "save",
    "",
    "undo",
    "redo",
    "",
    "previous_problem",
    "next_problem",
    "fix",
    "",
    "preview",
    "export",
)
"""Action ids from left to right; an empty text is a separator."""


def translated(text: str) -> str:
    """Return a text of the table in the user's language."""
    return QCoreApplication.translate("actions", text)


def shortcut_of(row: ActionRow) -> QKeySequence:
    """Return the keys of a row; empty when it has none."""
    return QKeySequence() if row.keys is None else QKeySequence(row.keys)


def build_actions(window: QMainWindow) -> dict[str, QAction]:
    """Make the actions of a window, connect them to its methods and fill its menus.

    Raises:
        AttributeError: The table names a method that the window lacks.
    """
    made: dict[str, QAction] = {}
    menus: dict[str, QMenu] = {}
    for row in ACTIONS:
        if row.menu not in menus:
            menus[row.menu] = window.menuBar().addMenu("&" + translated(row.menu))
        if row.starts_group:
            menus[row.menu].addSeparator()
        action = QAction(translated(row.text), window)
        action.setObjectName(row.id)
        action.setCheckable(row.is_checkable)
        action.setShortcut(shortcut_of(row))
        action.setToolTip(_tip(row))
        action.setStatusTip(translated(row.tip or ""))
        action.triggered.connect(_handler(window, row))
        menus[row.menu].addAction(action)
        made[row.id] = action
    return made


def show_icons(actions: dict[str, QAction], theme: Theme, rows: Iterable[ActionRow] = ACTIONS) -> None:
    """Give the actions their icons in the colours of the theme."""
    for row in rows:
        if row.icon:
            actions[row.id].setIcon(icon(row.icon, theme))


def _handler(window: QMainWindow, row: ActionRow) -> Callable[[], object]:
    path, _, argument = row.handler.partition(" ")
    method = attrgetter(path)(window)
    if not argument:
        return lambda: method()  # noqa: PLW0108  # drops the checked state that the signal sends
    return lambda: method(int(argument) if argument.isdecimal() else argument)


def _tip(row: ActionRow) -> str:
    keys = shortcut_of(row).toString(QKeySequence.SequenceFormat.NativeText)
    text = translated(row.tip or row.text).removesuffix("…")
    return f"{text} ({keys})" if keys else text
