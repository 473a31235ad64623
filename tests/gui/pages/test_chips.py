"""A flow of chips: it wraps, it leads somewhere, and what stays keeps the focus."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.chips import Chip, Chips


def _chips(qtbot: QtBot, count: int) -> Chips:
    theme = Theme()
    chips = Chips(theme)
    theme.setParent(chips)
    qtbot.addWidget(chips)
    chips.show_chips([Chip(f"Gap number {n}", f"endpoints[end-{n}]") for n in range(count)])
    chips.resize(400, 200)
    chips.show()
    qtbot.waitExposed(chips)
    return chips


def test_chips_wrap_within_the_width_and_keep_their_order(qtbot: QtBot) -> None:
    chips = _chips(qtbot, 12)
    buttons = chips._buttons
    assert all(button.geometry().right() <= 400 for button in buttons)
    places = [(button.y(), button.x()) for button in buttons]
    assert places == sorted(places)
    assert len({button.y() for button in buttons}) > 1
    layout = chips.layout()
    assert layout is not None
    assert layout.heightForWidth(200) > layout.heightForWidth(800)


def test_a_chip_leads_to_its_place_and_others_can_come_and_go(qtbot: QtBot) -> None:
    chips = _chips(qtbot, 3)
    chosen: list[str] = []
    chips.chosen.connect(chosen.append)
    qtbot.mouseClick(chips._buttons[1], Qt.MouseButton.LeftButton)
    chips.show_chips([Chip("Another & more", "statistics.multiplicity", "why")])
    (button,) = chips._buttons
    assert (button.accessibleName(), button.toolTip()) == ("Another & more", "why")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen == ["endpoints[end-1]", "statistics.multiplicity"]
    chips.show_chips([])
    assert chips.first is None
