"""The section in hand: what it is for, what is printed there anyway, its own text, an example beside it."""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from protocol_designer.derived.linked_values import written_out
from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.narrative import section_position, write_section
from protocol_designer.gui.page_table import PAGES, home_of
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton, Card
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.linked_prose_edit import LinkedProseEdit
from protocol_designer.gui.widgets.not_applicable_edit import NotApplicableEdit
from protocol_designer.precedents.library import load_sample
from protocol_designer.report.section_guide import SectionGuide, items_served_by, section_guides

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage

_LINES, _LINES_OVER_A_LIST = 8, 3
_MOST_PAGES = 4
REFERENCES = "14"
"""The section that the list of references stands below."""


class SectionCard(Card):
    """Edits the text of one section of ICH M11, or the reason why there is none."""

    def __init__(self, page: "BasePage") -> None:
        super().__init__("", page)
        self._page = page
        self.number = next(iter(section_guides()))
        self._kept_back: dict[str, str] = {}
        self.purpose = text_label("", self, muted=True)
        self.prints = text_label("", self)
        self._ways = [QPushButton(self) for _ in range(_MOST_PAGES)]
        self.text = LinkedProseEdit(page.workspace, page.theme, _LINES)
        self.editor = NotApplicableEdit(text=self.text)
        self.field = Field(self.tr("Own text"), self.editor, page.theme)
        self.count = small_print("", self)
        self.example_head = heading(self.tr("Example, from the complete sample"), self)
        self.example = text_label("", self, muted=True)
        self._build()
        page.bind(self.field, lambda: self.place, self._change)
        self.text.textChanged.connect(self._count)

    @property
    def is_without_text(self) -> bool:
        """Whether the section has neither a text nor a reason."""
        return section_position(self._page.trial, self.number) is None

    @property
    def place(self) -> str:
        """Where the text stands; the whole narrative while there is none."""
        at = section_position(self._page.trial, self.number)
        return "narrative" if at is None else f"narrative[{at}].text"

    def take(self, number: str) -> None:
        """Show another section; what could not be applied in this one is kept until it is seen again."""
        if number == self.number:
            return
        self.text.commit()
        if self.text.problem:
            self._kept_back[self.number] = self.text.text()
        self.number = number
        self.editor.tick.setChecked(False)
        self.text.forget()
        self.show_section()

    def show_section(self) -> None:
        """Show what is said of the section in hand."""
        guide = section_guides()[self.number]
        title = f"{self.number}  {M11_HEADINGS[self.number]}"
        self.set_title(title)
        self.editor.setAccessibleName(self.tr("Section {number}").format(number=self.number))
        self.text.near = guide.places
        items = items_served_by(self.number)
        served = ", ".join(item.number for item in items)
        told = self.tr("SPIRIT 2025: {items}.").format(items=served) if items else ""
        self.purpose.setText(f"{guide.purpose} {told}".rstrip())
        self.purpose.setToolTip("\n".join(f"{item.number} {item.topic}: {item.wording}" for item in items))
        self.text.show_lines(_LINES_OVER_A_LIST if self.number == REFERENCES else _LINES)
        self._show_ways(guide)
        self._show_example()
        self._count()

    def show_kept_back(self) -> None:
        """Bring a text back that could not be applied when the section was left."""
        if text := self._kept_back.pop(self.number, None):
            self.text.set_text(text)
            self.text.commit()

    def use_example(self) -> None:
        """Write the example behind the text, as one step."""
        example, before = self._example_text(), self._own_text()
        if isinstance(example, str):
            self.text.commit()
            text = f"{before}\n\n{example}" if before else example
            label = self.tr("Use the example in section {number}").format(number=self.number)
            self._page.apply(replace(write_section(self.number, text), label=label))
            self.text.setFocus()

    def _build(self) -> None:
        self.body.addWidget(self.purpose)
        self.body.addWidget(self.prints)
        ways = QHBoxLayout()
        ways.setSpacing(FIELD_GAP)
        for way in self._ways:
            way.clicked.connect(lambda _=False, way=way: self._page.workspace.go_to(way.property("place")))
            ways.addWidget(way)
        ways.addStretch(1)
        self.body.addLayout(ways)
        self.body.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP)
        theme = self._page.theme
        self.insert = ActionButton(self.tr("Insert a value…"), "add", theme, self._insert)
        self.insert.setToolTip(self.tr("Take a value from its field (Ctrl+Shift+I, or type two braces)"))
        self.link = QPushButton(self.tr("Link the numbers…"), self)
        self.link.clicked.connect(self.text.link_numbers)
        row.addWidget(self.insert)
        row.addWidget(self.link)
        row.addStretch(1)
        row.addWidget(self.count)
        self.body.addLayout(row)
        self.body.addWidget(self.example_head)
        self.body.addWidget(self.example)
        self.draft = QPushButton(self.tr("Use as a draft"), self)
        self.draft.clicked.connect(self.use_example)
        self.body.addWidget(self.draft, 0, Qt.AlignmentFlag.AlignLeft)
        self.count.setWordWrap(False)

    def _insert(self) -> None:
        self.text.setFocus()
        self.text.insert_value()

    def _change(self, value: object) -> Edit:
        # The place of a section changes when it gets its first text; a run of typing does not end there.
        edit = write_section(self.number, cast(str | NotApplicable | None, value))
        return replace(edit, merge_key=f"section {self.number}")

    def _own_text(self) -> str:
        at = section_position(self._page.trial, self.number)
        said = None if at is None else self._page.trial.narrative[at].text
        return said if isinstance(said, str) else ""

    def _show_ways(self, guide: SectionGuide) -> None:
        if guide.prints:
            told = self.tr("Printed here from fields: {what} Write only what they do not say.")
            what = guide.prints[:1].lower() + guide.prints[1:]
            self.prints.setText(told.format(what=what))
        else:
            self.prints.setText(self.tr("Nothing is printed here from fields; the text is all there is."))
        homes: dict[int, str] = {}
        for place in guide.places:
            home = home_of(place)
            if home is not None and PAGES[home].homes[0] != "narrative":
                homes.setdefault(home, place)
        ways = list(homes.items())
        for number, way in enumerate(self._ways):
            way.setVisible(number < len(ways))
            if number < len(ways):
                home, place = ways[number]
                way.setText(self.tr("Go to {page}").format(page=PAGES[home].shown_title()))
                way.setProperty("place", place)

    def _show_example(self) -> None:
        example = self._example_text()
        told = f"Not applicable because: {example.because}" if isinstance(example, NotApplicable) else example
        self.example.setText(told or "")
        for widget in (self.example_head, self.example):
            widget.setVisible(bool(told))
        self.draft.setVisible(isinstance(example, str))

    def _example_text(self) -> str | NotApplicable | None:
        return _examples().get(self.number)

    def _count(self) -> None:
        words = len(self.text.as_read().split())
        self.count.setText(self.tr("1 word") if words == 1 else self.tr("{count} words").format(count=words))


@cache
def _examples() -> dict[str, str | NotApplicable]:
    sample = load_sample()
    return {
        str(section.number): written_out(sample, section.text)
        if isinstance(section.text, str)
        else section.text
        for section in sample.narrative
    }
