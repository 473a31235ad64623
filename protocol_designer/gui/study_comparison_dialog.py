"""Whole studies side by side: which ones are chosen at the left, the comparison at the right."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.file_dialogs import ask_pdf_path, file_name
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.blocks_view import BlocksView
from protocol_designer.gui.widgets.found_list import SearchLine
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.report.compared import Side
from protocol_designer.report.plain_text import plain_text
from protocol_designer.report.study_comparison import (
    MOST_SIDES,
    comparison_blocks,
    comparison_document,
    sides_of,
)
from protocol_designer.workspace.extract_job import ExtractJob

_SIZE = QSize(1180, 760)
_KEY = Qt.ItemDataRole.UserRole


class StudyComparisonDialog(ColumnDialog):
    """Compares the protocol as it is when the dialog opens; without a protocol, studies with each other."""

    def __init__(
        self,
        trial: TrialProtocol | None,
        library: TemplateLibrary,
        formulary: Formulary,
        theme: Theme,
        *,
        chosen: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Compare with prior studies"))
        self._trial = trial
        self._library = library
        self._formulary = formulary
        self._sides: tuple[Side, ...] = ()
        self._job: ExtractJob | None = None
        self.search = SearchLine(self)
        self.with_protocol = QCheckBox(self.tr("This &protocol"), self)
        self.studies = QListWidget(self)
        self.told = small_print("", self)
        self.page = BlocksView(theme, self)
        self.page.setPlaceholderText(self.tr("Tick two studies at the left to see them side by side."))
        self.outcome = text_label("", self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._compare)
        self._build()
        for template in sorted(library.all, key=lambda one: (-one.year, one.id)):
            item = QListWidgetItem(f"{template.label} · {template.substance}", self.studies)
            item.setData(_KEY, template.id)
            item.setToolTip(template.citation.text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_chosen = template.id in chosen
            item.setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)
            if is_chosen:
                self.studies.scrollToItem(item)
        self.studies.itemChanged.connect(self._later.start)
        self.with_protocol.toggled.connect(self._later.start)
        self.search.textChanged.connect(self._narrow)
        self.search.down_pressed.connect(self.studies.setFocus)
        self._compare()
        self.search.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The studies that are compared, in the order of the list."""
        items = (self.studies.item(row) for row in range(self.studies.count()))
        return tuple(item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked)

    def reject(self) -> None:
        if self._job is not None:
            self._job.wait()  # half a second at most, and the file is whole
        super().reject()

    def _build(self) -> None:
        self.search.setPlaceholderText(self.tr("Search the studies"))
        self.search.setAccessibleName(self.tr("Search the studies to compare"))
        self.with_protocol.setChecked(self._trial is not None)
        self.with_protocol.setVisible(self._trial is not None)
        self.studies.setAccessibleName(self.tr("Studies; Space chooses the one in hand"))
        self.studies.setFrameShape(QFrame.Shape.NoFrame)
        self.studies.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setAccessibleName(self.tr("Comparison"))
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, FIELD_GAP, 0)
        column.setSpacing(FIELD_GAP)
        for widget in (self.search, self.with_protocol):
            column.addWidget(widget)
        column.addWidget(self.studies, 1)
        column.addWidget(self.told)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.page)
        split.setSizes([280, 880])
        split.setStretchFactor(1, 1)
        self.column.addWidget(split, 1)
        self.column.addWidget(self.outcome)
        self.outcome.hide()
        roles = QDialogButtonBox.ButtonRole
        self.copy_button = self._button(self.tr("Copy as text"), roles.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        self.print_button = self._button(self.tr("Export PDF…"), roles.ActionRole)
        self.print_button.clicked.connect(self._print)
        self._button(self.tr("Close"), roles.RejectRole)
        self.leave_enter_alone()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.95))

    def _button(self, text: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        return self.buttons.addButton(text, role)

    def _narrow(self) -> None:
        words = self.search.text().casefold().split()
        for row in range(self.studies.count()):
            item = self.studies.item(row)
            text = f"{item.text()} {item.toolTip()}".casefold()
            item.setHidden(not all(word in text for word in words))

    def _compare(self) -> None:
        trial = self._trial if self.with_protocol.isChecked() else None
        studies = [self._library.get(key) for key in self.chosen]
        count = len(studies) + (trial is not None)
        can = 2 <= count <= MOST_SIDES
        self._sides = sides_of(trial, studies, self._formulary) if can else ()
        self.page.show_blocks(comparison_blocks(self._sides) if can else ())
        if count > MOST_SIDES:
            told = self.tr("{count} are chosen; at most {most} fit beside each other.")
            self.told.setText(told.format(count=count, most=MOST_SIDES))
        elif can:
            self.told.setText(self.tr("{count} are compared.").format(count=count))
        else:
            wanted = self.tr("Choose a study") if count else self.tr("Choose two studies")
            self.told.setText(self.tr("{wanted} to compare.").format(wanted=wanted))
        self.copy_button.setEnabled(can)
        self.print_button.setEnabled(can)
        self.outcome.hide()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(plain_text(comparison_blocks(self._sides)))
        self._say(self.tr("The comparison is on the clipboard."))

    def _print(self) -> None:
        date = self._trial.identity.version_date if self._trial else None
        document = comparison_document(self._sides, str(date or ""))
        path = ask_pdf_path(self, Path.home() / f"{file_name(document.title)}.pdf")
        if path is None:
            return
        self._job = ExtractJob(document, path, self)
        self._job.written.connect(lambda written: self._say(self.tr("Written: {path}").format(path=written)))
        self._job.failed.connect(self._say)
        self._job.finished.connect(lambda: self.print_button.setEnabled(bool(self._sides)))
        self.print_button.setEnabled(False)
        self._job.start()

    def _say(self, sentence: str) -> None:
        self.outcome.setText(sentence)
        self.outcome.show()
