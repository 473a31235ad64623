"""The narrative: the sections of ICH M11 at the left, the text of the one in hand beside them."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.narrative import Reference
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_card import PartColumn, PartField, PartsCard, PartsList
from protocol_designer.gui.pages.section_card import REFERENCES, SectionCard
from protocol_designer.gui.pages.section_list import SectionList
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.kept_splitter import KeptSplitter
from protocol_designer.gui.widgets.parsed_edit import line_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.narrative_outline import outline_rows, section_at
from protocol_designer.workspace.workspace import Workspace

_OUTLINE_WIDTH = 250


class NarrativePage(BasePage):
    """Ctrl+Up and Ctrl+Down go from section to section, also out of a text."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.sections = SectionList(theme, self)
        self.card = SectionCard(self)
        self.column.addWidget(self.card)
        self.references = PartsCard(self, self.tr("References"), self._references())
        self.column.addWidget(self.references)
        self.column.addStretch(1)
        self._put_outline_beside()
        self.show_all()
        self.sections.take(self.card.number)
        self.sections.taken.connect(self._taken)
        self.sections.entered.connect(lambda: self.focus(self.card.text, self.card.field))
        for keys, by in (("Ctrl+Up", -1), ("Ctrl+Down", 1)):
            step = QShortcut(QKeySequence(keys), self)
            step.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            step.activated.connect(lambda by=by: self.sections.step(by))

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with the outline: its marks hang on many parts."""
        self.sections.outline.bring(outline_rows(after, self.workspace.known_report))
        if before is None:
            self.card.show_section()
        self._show_references()

    def show_report(self, report: Report) -> None:
        """Mark the sections in which something was found; a section without a text has no findings."""
        super().show_report(report)
        self.sections.outline.bring(outline_rows(self.trial, report))
        if self.card.is_without_text:
            self.card.field.show_findings(())

    def reveal(self, place: str) -> bool:
        """Take the section in hand that the place speaks of, then focus its text."""
        number = section_at(self.trial, place)
        if number is not None:
            self.sections.take(number)
        if place.startswith("references"):
            return super().reveal(place)
        if number is None and place != "narrative":
            return False
        self.focus(self.card.text, self.card.field)
        # A section without a text has no place that could be commented on or looked at.
        QTimer.singleShot(0, self, lambda: self.workspace.select(self.card.place))
        return True

    def _taken(self, number: str) -> None:
        self.card.take(number)
        self._show_references()
        self.show_fields()
        self.card.show_kept_back()
        self.show_report(self.workspace.known_report)
        self._scroll.verticalScrollBar().setValue(0)
        if self.card.text.hasFocus() or self.sections.hasFocus():
            self.workspace.select(self.card.place)

    def _show_references(self) -> None:
        self.references.setVisible(self.card.number == REFERENCES)

    def _put_outline_beside(self) -> None:
        splitter = KeptSplitter("narrative", Qt.Orientation.Horizontal, self)
        self.sections.setMinimumWidth(150)
        whole = self.layout()
        assert whole is not None  # made by BasePage
        whole.addWidget(splitter)
        splitter.addWidget(self.sections)
        splitter.addWidget(self._scroll)
        splitter.setStretchFactor(1, 1)
        if not splitter.bring_back():
            splitter.setSizes([_OUTLINE_WIDTH, 600])

    def _references(self) -> PartsList:
        def words(entry: Reference) -> str:
            return entry.text

        return PartsList(
            lambda: "references",
            self.tr("reference"),
            self.tr("No work is listed yet. The list is printed as section 14, numbered in this order."),
            (
                PartColumn(self.tr("Work"), words, 330),
                PartColumn(self.tr("DOI"), lambda entry: entry.doi or ""),
            ),
            (
                (PartField("text", self.tr("Work, as it is cited"), lambda: ProseEdit(2, is_one_line=True)),),
                (
                    PartField("doi", self.tr("DOI"), lambda: line_edit(self.theme)),
                    PartField("url", self.tr("Address"), lambda: line_edit(self.theme)),
                ),
            ),
            name=words,
            new=lambda: {"text": self.tr("New reference")},
            id_kind="reference",
        )
