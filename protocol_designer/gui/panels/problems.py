"""The problems panel: every finding of the review, with go-to, fixes and the way to a justification."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.edits.fields import apply_fix
from protocol_designer.gui.panels.delegates import FindingDelegate
from protocol_designer.gui.panels.scope_switch import ScopeSwitch
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.rules.findings import Finding, Fix, Severity
from protocol_designer.workspace.problems_filter import ProblemsFilter
from protocol_designer.workspace.problems_model import (
    FINDING,
    FIXES,
    MESSAGE,
    RULE,
    SEVERITY,
    WHERE,
    ProblemsModel,
)
from protocol_designer.workspace.severity_words import counted_open
from protocol_designer.workspace.workspace import Workspace


class _FindingList(QTreeView):
    """A flat list whose Enter key acts like a double click."""

    entered_row = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)


class ProblemsPanel(QWidget):
    """The findings as a list that is updated row by row.

    Signals:
        justify_requested: A soft finding is to be accepted with a reason (Finding).
        rule_requested: The explanation of a rule is wanted (rule id).
    """

    justify_requested = Signal(object)
    rule_requested = Signal(str)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._page_holds: Callable[[str], bool] | None = None
        self._row = -1
        """The row visited last, which the next step counts from; it may hold another finding by now."""
        self._visited = ("", "")
        """Rule and place of the finding visited last: several findings may share a place."""
        self.model = ProblemsModel(self)
        self.model.show(workspace.trial, workspace.known_report)
        self.filter = ProblemsFilter(self)
        self.filter.setSourceModel(self.model)
        self.view = self._make_view(theme)
        self._severity_buttons = {severity: self._make_severity_button(severity) for severity in Severity}
        self.scope = ScopeSwitch(self)
        self.scope.switched.connect(self._filter_page)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Filter by text"))
        self.search.setAccessibleName(self.tr("Filter the findings by text"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self.search.textChanged.connect(self.filter.show_text)
        bar = QHBoxLayout()
        bar.setContentsMargins(FIELD_GAP, GRID, FIELD_GAP, 0)
        bar.setSpacing(GRID)
        for button in self._severity_buttons.values():
            bar.addWidget(button)
        bar.addSpacing(FIELD_GAP)
        bar.addWidget(self.scope)
        bar.addStretch()
        bar.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(bar)
        layout.addWidget(self.view)
        workspace.report_changed.connect(self._follow_report)
        workspace.selection_changed.connect(self._follow_selection)
        theme.changed.connect(self._show_marks)
        self._show_marks()
        self._show_counts()

    @property
    def current(self) -> Finding | None:
        """The finding in hand, or None."""
        finding = self.view.currentIndex().data(FINDING)
        return finding if isinstance(finding, Finding) else None

    def show_page(self, holds: Callable[[str], bool]) -> None:
        """Tell which places the page in view holds."""
        self._page_holds = holds
        self._filter_page()

    def step(self, by: int) -> bool:
        """Go to the next or previous finding, counted from the one in hand; False when there is none."""
        rows = self.filter.rowCount()
        if not rows:
            return False
        row = self._near_selection()
        if row is None:
            row = (self._row + by) % rows if self._row >= 0 else (0 if by > 0 else rows - 1)
        self.view.setCurrentIndex(self.filter.index(row, SEVERITY))
        self._row = row
        self._visited = self.view.currentIndex().data(FINDING).key
        self._go_to(self.view.currentIndex())
        return True

    def _near_selection(self) -> int | None:
        """Find the first listed finding of the part in hand, when the field in hand has none itself."""
        part = _part_of(self._workspace.selection)
        if self.current is not None or not part or self._workspace.selection == self._visited[1]:
            return None
        for row in range(self.filter.rowCount()):
            if _part_of(self.filter.index(row, SEVERITY).data(FINDING).place) == part:
                return row
        return None

    def open_fixes(self) -> None:
        """Open the menu of fixes of the finding in hand."""
        index = self.view.currentIndex()
        if self.current and self.current.fixes:
            box = self.view.visualRect(index.siblingAtColumn(FIXES))
            self.fix_menu(self.current).popup(self.view.viewport().mapToGlobal(box.bottomLeft()))

    def fix_menu(self, finding: Finding) -> QMenu:
        """Return the fixes of a finding as a menu that says what each changes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for fix in finding.fixes:
            text = self.tr("{label}: {before} → {after}").format(
                label=fix.label, before=fix.before, after=fix.after
            )
            menu.addAction(text.replace("&", "&&")).triggered.connect(
                lambda _=False, fix=fix: self._mend(fix)
            )
        return menu

    def _make_view(self, theme: Theme) -> QTreeView:
        view = _FindingList(self)
        view.setAccessibleName(self.tr("Findings of the review"))
        view.setModel(self.filter)
        view.setItemDelegate(FindingDelegate(theme, view))
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setFrameShape(QTreeView.Shape.NoFrame)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = view.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(MESSAGE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((SEVERITY, 132), (WHERE, 216), (RULE, 84), (FIXES, 52)):
            header.resizeSection(column, width)
        view.customContextMenuRequested.connect(self._open_menu)
        view.doubleClicked.connect(self._go_to)
        view.entered_row.connect(self._go_to)
        view.clicked.connect(self._click)
        return view

    def _make_severity_button(self, severity: Severity) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(
            self.tr("List findings of the severity {word}").format(word=severity.printed)
        )
        button.toggled.connect(self._filter_severities)
        return button

    def _filter_severities(self) -> None:
        shown = frozenset(
            severity for severity, button in self._severity_buttons.items() if button.isChecked()
        )
        self.filter.show_severities(shown)

    def _filter_page(self) -> None:
        self.filter.show_places(self._page_holds if self.scope.is_page_only else None)
        self._show_counts()

    def _follow_report(self) -> None:
        self.model.show(self._workspace.trial, self._workspace.report)
        self._show_counts()
        self._follow_selection(self._workspace.selection)

    def _follow_selection(self, place: str) -> None:
        """Hold the finding of the selected place; none when nothing was found there."""
        if self.current and self.current.place == place:
            self._row = self.view.currentIndex().row()
            return
        rows = [self.filter.index(row, SEVERITY) for row in range(self.filter.rowCount())]
        here = [index for index in rows if place and index.data(FINDING).place == place]
        if not here:
            self.view.setCurrentIndex(QModelIndex())
            return
        index = next((index for index in here if index.data(FINDING).key == self._visited), here[0])
        self.view.setCurrentIndex(index)
        self._row = index.row()

    def _show_counts(self) -> None:
        report = self._workspace.known_report
        for severity, button in self._severity_buttons.items():
            button.setText(counted_open(report, severity))
            button.setEnabled(report.is_done)
        findings = report.findings
        here = [finding for finding in findings if self._page_holds and self._page_holds(finding.place)]
        self.scope.show_counts(len(findings), len(here))

    def _show_marks(self) -> None:
        for severity, button in self._severity_buttons.items():
            button.setIcon(severity_icon(severity, self._theme))
        self.view.viewport().update()

    def _go_to(self, index: QModelIndex) -> None:
        finding = index.data(FINDING)
        if isinstance(finding, Finding):
            self._workspace.go_to(finding.place)

    def _click(self, index: QModelIndex) -> None:
        finding = index.data(FINDING)
        if not isinstance(finding, Finding):
            return
        self._workspace.select(finding.place)
        if index.column() == FIXES and finding.fixes:
            self.open_fixes()

    def _open_menu(self, at: QPoint) -> None:
        finding = self.view.indexAt(at).data(FINDING)
        if not isinstance(finding, Finding):
            return
        menu = self.fix_menu(finding)
        menu.addSeparator()
        menu.addAction(self.tr("Go to the field")).triggered.connect(
            lambda: self._workspace.go_to(finding.place)
        )
        if finding.severity is Severity.SOFT and not finding.justified:
            menu.addAction(self.tr("Justify…")).triggered.connect(
                lambda: self.justify_requested.emit(finding)
            )
        menu.addAction(self.tr("About the rule {rule}").format(rule=finding.rule)).triggered.connect(
            lambda: self.rule_requested.emit(finding.rule)
        )
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _mend(self, fix: Fix) -> None:
        self._workspace.apply(apply_fix(fix))


def _part_of(place: str) -> str:
    """Name the part of a list that a place lies in, such as ``regimens[reg-1]``; empty outside of lists."""
    part, bracket, _ = place.partition("]")
    return part + bracket if bracket else ""
