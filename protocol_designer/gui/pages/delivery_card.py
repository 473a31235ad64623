"""Who delivers the course in hand, by which manual, where and by which rules; how its fields make edits."""

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.therapy import TherapyApproach, TherapyCourse
from protocol_designer.edits import therapy as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit


def delivery_card(page: BasePage, course: Callable[[], TherapyCourse | None]) -> Card:
    """Make the card of who delivers a course, by which manual, where, and by which rules of conduct."""
    card = Card(page.tr("Provider, manual and conduct"), page)
    tr, theme = card.tr, page.theme

    def field(name: str, label: str, editor: QWidget) -> Field:
        return course_field(page, course, name, label, editor)

    card.body.addLayout(
        fields_grid(
            (
                field("provider.role", tr("Provider"), line_edit(theme)),
                field("provider.licence", tr("Licence"), line_edit(theme)),
                field("manual", tr("Manual"), line_edit(theme)),
            ),
            (
                field("provider.training", tr("Training"), page.prose(2)),
                field("provider.supervision", tr("Supervision"), page.prose(2)),
                field("fidelity", tr("Fidelity"), page.prose(2)),
            ),
            (
                field(
                    "provider.is_alone_with_participant_during_dosing",
                    tr("Alone with the participant during dosing"),
                    yes_no_choice(),
                ),
                field("mode", tr("Mode of delivery"), line_edit(theme)),
                field("location", tr("Location"), line_edit(theme)),
            ),
            (
                field("conduct_policy", tr("Conduct: touch and boundaries"), page.prose(2)),
                field("tailoring", tr("Tailoring"), page.prose(2)),
            ),
            columns=6,
        )
    )
    return card


def course_field(
    page: BasePage, course: Callable[[], TherapyCourse | None], name: str, label: str, editor: QWidget
) -> Field:
    """Make a field for a value of the course in hand."""

    def place() -> str | None:
        found = course()
        return f"{edits.course_place(found)}.{name}" if found else None

    return page.bind(
        Field(label, editor, page.theme), place, lambda value: _edit(course(), name, label, value)
    )


def _edit(course: TherapyCourse | None, name: str, label: str, value: object) -> Edit | None:
    if course is None:
        return None
    if name == "name":
        return edits.rename_course(course, cast(str, value))
    if name == "approach":
        return edits.change_approach(course, cast(TherapyApproach | None, value))
    if name == "manual":
        return edits.change_manual(course, cast(str | None, value))
    if name == "fidelity":
        return edits.change_fidelity(course, cast(str | None, value))
    if name.startswith("provider."):
        return edits.change_provider(course, **{name.removeprefix("provider."): value})
    words = f"Change the {label[:1].lower()}{label[1:]} of {course.name}"
    return set_field(f"{edits.course_place(course)}.{name}", value, words)
