"""Offers the numbers of a text that fields hold too; each is linked only when it is ticked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QWidget,
)

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import text_label
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP
from protocol_designer.workspace.linkable_values import LinkableValue
from protocol_designer.workspace.number_links import NumberInText, with_numbers_linked

_MOST = 60
_MOST_FIELDS = 20


class LinkNumbersDialog(ColumnDialog):
    """One row for each number: its sentence, and the fields that say the same.

    A number that one field holds is ticked; where several do, the person has to say which is meant.

    Signals:
        linked: The text with the chosen numbers linked.
    """

    linked = Signal(str)

    def __init__(self, text: str, numbers: Sequence[NumberInText], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Link the numbers"))
        self._text = text
        self.rows: list[tuple[NumberInText, QCheckBox, QComboBox]] = []
        if not numbers:
            self.column.addWidget(
                text_label(self.tr("No number of this text stands word for word in a field."), self)
            )
            self.add_close_button()
            return
        self.column.addWidget(
            text_label(
                self.tr(
                    "These numbers stand in fields, too. A linked number follows its field and cannot be "
                    "mistyped. Link a number only where the sentence speaks of that very field."
                ),
                self,
            )
        )
        self.column.addWidget(self._list(numbers[:_MOST]))
        self.confirm = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self.link)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._name_confirm()

    def link(self) -> None:
        """Link what is ticked, and close."""
        chosen: list[tuple[NumberInText, LinkableValue]] = [
            (number, number.values[fields.currentIndex()])
            for number, tick, fields in self.rows
            if tick.isChecked() and fields.currentIndex() >= 0
        ]
        self.accept()
        if chosen:
            self.linked.emit(with_numbers_linked(self._text, chosen))

    def _list(self, numbers: Sequence[NumberInText]) -> QWidget:
        inside = QWidget(self)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, FIELD_GAP, 0)
        grid.setHorizontalSpacing(GROUP_GAP)
        grid.setVerticalSpacing(FIELD_GAP)
        for line, number in enumerate(numbers):
            said = self._text[number.start : number.end]
            tick = QCheckBox(said, inside)
            tick.setAccessibleName(
                self.tr("Link {number} in {sentence}").format(number=said, sentence=number.context)
            )
            fields = QComboBox(inside)
            fields.setAccessibleName(self.tr("Field of {number}").format(number=said))
            fields.setPlaceholderText(self.tr("Which field?"))
            fields.setMinimumContentsLength(24)
            fields.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            fields.addItems([value.name for value in number.values[:_MOST_FIELDS]])
            is_clear = len(number.values) == 1
            fields.setCurrentIndex(0 if is_clear else -1)
            tick.setChecked(is_clear)
            tick.setEnabled(is_clear)
            fields.currentIndexChanged.connect(lambda _, tick=tick: self._field_chosen(tick))
            tick.toggled.connect(self._name_confirm)
            grid.addWidget(tick, line, 0)
            grid.addWidget(text_label(number.context, inside, muted=True), line, 1)
            grid.addWidget(fields, line, 2)
            self.rows.append((number, tick, fields))
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(numbers), 1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setMinimumSize(680, 240)
        return area

    def _field_chosen(self, tick: QCheckBox) -> None:
        tick.setEnabled(True)
        tick.setChecked(True)

    def _name_confirm(self) -> None:
        count = sum(tick.isChecked() for _, tick, _ in self.rows)
        self.confirm.setText(
            self.tr("Link 1 number") if count == 1 else self.tr("Link {count} numbers").format(count=count)
        )
        self.confirm.setEnabled(count > 0)
