"""The lists of a dosing day described for their cards: monitoring, staff, rescue plans."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.codes import Parameter, Presence, Qualification, RescueScenario, StaffRole
from protocol_designer.domain.dosing_day import DosingDayPlan, Monitoring, RescuePlan, StaffMember
from protocol_designer.domain.wording import title_word, word
from protocol_designer.gui.pages.parts_card import PartColumn, PartField, PartsList
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.choice import code_choice, yes_no_choice
from protocol_designer.gui.widgets.parsed_edit import line_edit, quantity_edit, whole_number_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.quantities import Quantity
from protocol_designer.report.material import yes_no

Plan = Callable[[], DosingDayPlan]


def _tr(text: str) -> str:
    return QCoreApplication.translate("day_lists", text)


def interval(theme: Theme, example: str) -> Callable[[], QWidget]:
    """Return what makes a field for a length of time."""

    def make() -> QWidget:
        editor = quantity_edit(theme)
        editor.show_example(example)
        return editor

    return make


def several(codes: type[Qualification], none_text: str) -> Callable[[], QWidget]:
    """Return what makes a button with a menu of ticks."""

    def make() -> QWidget:
        editor = SeveralChoice(none_text)
        editor.set_entries((code, title_word(code)) for code in codes)
        return editor

    return make


def monitoring_list(theme: Theme, plan: Plan) -> PartsList:
    """Describe the monitoring table; a new entry watches what is not watched yet."""

    def new() -> dict[str, object]:
        watched = {entry.parameter for entry in plan().monitoring}
        free = next((one for one in Parameter if one not in watched), Parameter.SPO2)
        return {"parameter": free.value}

    def during(entry: Monitoring) -> str:
        every = _every(entry.interval_during)
        return f"continuous, {every}" if entry.is_continuous and every else (
            "continuous" if entry.is_continuous else every
        )  # fmt: skip

    def after(entry: Monitoring) -> str:
        ends = "until discharge" if entry.continues_until_discharge else ""
        return ", ".join(part for part in (_every(entry.interval_after), ends) if part)

    return PartsList(
        place=lambda: "dosing_day.monitoring",
        what=_tr("parameter"),
        invitation=_tr("Nothing is watched yet. Add a parameter, or all that the review asks for."),
        columns=(
            PartColumn(_tr("Parameter"), lambda entry: title_word(entry.parameter), 120),
            PartColumn(_tr("Instrument"), lambda entry: entry.instrument or "", 150),
            PartColumn(_tr("Before"), lambda entry: yes_no(entry.is_measured_before) or "", 60),
            PartColumn(_tr("During"), during, 170),
            PartColumn(_tr("After"), after),
        ),
        rows=(
            (
                PartField("parameter", _tr("Parameter"), lambda: code_choice(Parameter)),
                PartField("instrument", _tr("Instrument"), lambda: line_edit(theme)),
                PartField("is_measured_before", _tr("Before the dose"), yes_no_choice),
                PartField("is_continuous", _tr("Continuously"), yes_no_choice),
            ),
            (
                PartField("interval_during", _tr("Every, during the dose"), interval(theme, "5 min")),
                PartField("interval_after", _tr("Every, after the dose"), interval(theme, "15 min")),
                PartField("continues_until_discharge", _tr("Until discharge"), yes_no_choice),
            ),
        ),
        name=lambda entry: word(entry.parameter),
        new=new,
        id_kind="monitoring",
        grid_columns=12,
        most_rows=10,
    )


def _every(value: Quantity | None) -> str:
    return f"every {value.printed()}" if value is not None else ""


def staff_list(theme: Theme) -> PartsList:
    """Describe the people of a dosing day."""

    def duties(member: StaffMember) -> str:
        parts = (
            (member.has_other_duties, _tr("other duties")),
            (member.stays_until_discharge, _tr("stays until discharge")),
            (member.rates_outcomes, _tr("rates outcomes")),
        )
        return ", ".join(text for holds, text in parts if holds)

    return PartsList(
        place=lambda: "dosing_day.staff",
        what=_tr("member of staff"),
        invitation=_tr("Nobody is on the team yet. Add who is there, or whom the review asks for."),
        columns=(
            PartColumn(_tr("Who"), lambda member: member.name, 170),
            PartColumn(_tr("Role"), lambda member: title_word(member.role), 130),
            PartColumn(_tr("No."), lambda member: str(member.count), 40),
            PartColumn(_tr("Presence"), lambda m: title_word(m.presence) if m.presence else "", 130),
            PartColumn(_tr("Also"), duties),
        ),
        rows=(
            (
                PartField("name", _tr("Who"), lambda: line_edit(theme)),
                PartField("role", _tr("Role"), lambda: code_choice(StaffRole)),
                PartField("qualifications", _tr("Qualifications"), several(Qualification, _tr("None named"))),
                PartField("presence", _tr("Presence"), lambda: code_choice(Presence)),
            ),
            (
                PartField("count", _tr("How many"), lambda: whole_number_edit(theme)),
                PartField("has_other_duties", _tr("Has other duties"), yes_no_choice),
                PartField("stays_until_discharge", _tr("Stays until discharge"), yes_no_choice),
                PartField("rates_outcomes", _tr("Rates outcomes"), yes_no_choice),
            ),
        ),
        name=lambda member: member.name,
        new=lambda: {"role": StaffRole.NURSE.value, "name": _tr("New member of staff")},
        id_kind="staff",
        grid_columns=4,
    )


def rescue_list(plan: Plan, regimens: Callable[[], QWidget], name_of: Callable[[str], str]) -> PartsList:
    """Describe the emergency plans; ``regimens`` makes the choice among the rescue medicines."""

    def new() -> dict[str, object]:
        planned = {entry.scenario for entry in plan().rescue_plans}
        free = next((one for one in RescueScenario if one not in planned), RescueScenario.APNOEA)
        return {"scenario": free.value}

    def medicines(entry: RescuePlan) -> str:
        return ", ".join(name_of(one) for one in entry.regimens)

    return PartsList(
        place=lambda: "dosing_day.rescue_plans",
        what=_tr("emergency plan"),
        invitation=_tr("No emergency has a written plan yet. Add one, or all that the review asks for."),
        columns=(
            PartColumn(_tr("Emergency"), lambda entry: title_word(entry.scenario), 220),
            PartColumn(_tr("Medicines"), medicines, 170),
            PartColumn(_tr("Actions"), lambda entry: entry.actions or ""),
        ),
        rows=(
            (
                PartField("scenario", _tr("Emergency"), lambda: code_choice(RescueScenario)),
                PartField("regimens", _tr("Rescue medicines"), regimens),
            ),
            (PartField("actions", _tr("Actions, in order"), lambda: ProseEdit(4)),),
        ),
        name=lambda entry: word(entry.scenario),
        new=new,
        id_kind="rescue",
        grid_columns=2,
    )
