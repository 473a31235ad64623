"""The lists of the harms page described for their cards: events of interest, stopping rules."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.conduct import AdverseEventOfInterest, StoppingRule, StoppingScope
from protocol_designer.domain.wording import title_word
from protocol_designer.edits.harms import EVENTS
from protocol_designer.gui.pages.parts_card import PartColumn, PartField, PartsList
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.choice import code_choice
from protocol_designer.gui.widgets.parsed_edit import line_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.workspace.expected_rows import OPEN_TEXT, STOPPING


def _tr(text: str) -> str:
    return QCoreApplication.translate("harm_lists", text)


def events_list(theme: Theme, activities: Callable[[], QWidget], name_of: Callable[[str], str]) -> PartsList:
    """Describe the events of special interest; ``activities`` makes the choice among the schedule's rows."""

    def found_by(event: AdverseEventOfInterest) -> str:
        return ", ".join(name_of(one) for one in event.activities)

    return PartsList(
        place=lambda: EVENTS,
        what=_tr("event"),
        invitation=_tr(
            "No event is asked about systematically yet. Add one, or choose from what studies report."
        ),
        columns=(
            PartColumn(_tr("Event"), lambda event: event.name, 300),
            PartColumn(_tr("Found by"), found_by, 180),
            PartColumn(_tr("Mitigation"), lambda event: event.mitigation or ""),
        ),
        rows=(
            (
                PartField("name", _tr("Event"), lambda: line_edit(theme)),
                PartField("activities", _tr("Activities that find it"), activities),
            ),
            (PartField("mitigation", _tr("Mitigation"), lambda: ProseEdit(2)),),
        ),
        name=lambda event: event.name,
        new=lambda: {"name": _tr("New event")},
        id_kind="event",
        grid_columns=2,
    )


def stopping_list(theme: Theme) -> PartsList:
    """Describe the stopping rules; a new one waits for its condition."""

    def words(rule: StoppingRule) -> str:
        return rule.condition

    return PartsList(
        place=lambda: STOPPING,
        what=_tr("stopping rule"),
        invitation=_tr("Nothing stops a participant or the trial yet. Add a rule for each."),
        columns=(
            PartColumn(_tr("Stops"), lambda rule: title_word(rule.scope), 100),
            PartColumn(_tr("When"), words, 290),
            PartColumn(_tr("Action"), lambda rule: rule.action or "", 180),
            PartColumn(_tr("Decided by"), lambda rule: rule.decided_by or ""),
        ),
        rows=(
            (
                PartField("scope", _tr("Stops"), lambda: code_choice(StoppingScope)),
                PartField("decided_by", _tr("Decided by"), lambda: line_edit(theme)),
            ),
            (
                PartField("condition", _tr("When"), lambda: ProseEdit(3)),
                PartField("action", _tr("Action"), lambda: ProseEdit(3)),
            ),
        ),
        name=words,
        new=lambda: {"scope": StoppingScope.PARTICIPANT.value, "condition": OPEN_TEXT},
        id_kind="stopping",
        grid_columns=2,
    )
