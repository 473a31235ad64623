"""The plan for a dosing day: setting, staff, monitoring, thresholds, rescue, discharge."""

from collections.abc import Sequence
from enum import StrEnum

from protocol_designer.derived.session_day import dosing_visits, session_day
from protocol_designer.domain.dosing_day import Discharge, DosingDayPlan, Monitoring, StaffMember, Threshold
from protocol_designer.domain.wording import title_word, word
from protocol_designer.quantities import Quantity
from protocol_designer.report.blocks import Row, Run, Table
from protocol_designer.report.figures.dosing_day import dosing_day
from protocol_designer.report.material import Material, listed, printed, yes_no
from protocol_designer.report.writer import Writer, columns, plain, row

_PLACE = "dosing_day"
_WIDTH = 471.0
PEAK = "dissociation.peak"
"""The key of the limit that says when dissociation peaks."""


def write_dosing_day(writer: Writer, material: Material) -> None:
    """Write everything that keeps a participant safe from arrival to going home."""
    plan = material.trial.dosing_day
    writer.part("Plan for the dosing day", anchor="dosing-day", place=_PLACE)
    writer.facts(
        "Setting of the dosing day",
        [
            ("Setting", title_word(plan.setting) if plan.setting else None, f"{_PLACE}.setting"),
            (
                "Dosing is directly observed",
                yes_no(plan.is_directly_observed),
                f"{_PLACE}.is_directly_observed",
            ),
            (
                "No clear fluids before dosing for",
                printed(plan.fasting.clear_fluids),
                f"{_PLACE}.fasting.clear_fluids",
            ),
            (
                "No light meal before dosing for",
                printed(plan.fasting.light_meal),
                f"{_PLACE}.fasting.light_meal",
            ),
            (
                "Observation after the dose",
                printed(plan.observation_after_dose),
                f"{_PLACE}.observation_after_dose",
            ),
            ("Unit is staffed", _staffed(plan), f"{_PLACE}.staffed_hours"),
            ("Emergency kit in reach", _sentence(plan.kit), f"{_PLACE}.kit"),
        ],
    )
    _write_day(writer, material)
    writer.labelled("Set and setting", plan.set_and_setting, f"{_PLACE}.set_and_setting")
    _write_staff(writer, plan.staff)
    _write_monitoring(writer, plan.monitoring)
    _write_thresholds(writer, plan.thresholds)
    writer.labelled("Agitation", plan.stop_rule_for_agitation, f"{_PLACE}.stop_rule_for_agitation")
    _write_rescue(writer, material)
    _write_discharge(writer, plan.discharge)
    writer.labelled(
        "Positive toxicology", plan.action_on_positive_toxicology, f"{_PLACE}.action_on_positive_toxicology"
    )
    writer.labelled("Suicide risk", plan.action_on_suicide_risk, f"{_PLACE}.action_on_suicide_risk")


def _write_day(writer: Writer, material: Material) -> None:
    """Draw each dosing day that differs in its doses; the first of those that are alike stands for all."""
    trial, drawn = material.trial, set()
    peak = material.formulary.limit(PEAK)
    for visit in dosing_visits(trial):
        day = session_day(trial, visit)
        alike = (tuple(dose.regimen.id for dose in day.doses), day.begins)
        if day.doses and alike not in drawn:
            drawn.add(alike)
            drawing = dosing_day(day, trial.dosing_day, peak, _WIDTH)
            caption = f"{visit.name}, in minutes from the start of the dose."
            writer.figure(drawing, caption, _PLACE)


def _staffed(plan: DosingDayPlan) -> str | None:
    """Write from when and for how long the unit is staffed; None while neither is decided."""
    hours = f"for {plan.staffed_hours.printed()}" if plan.staffed_hours is not None else None
    told = [part for part in (f"from {plan.staffed_from}" if plan.staffed_from else None, hours) if part]
    text = ", ".join(told)
    return text[:1].upper() + text[1:] or None


def _write_thresholds(writer: Writer, thresholds: tuple[Threshold, ...]) -> None:
    """Write the thresholds by what they lead to; those with one action share a row, a line each."""
    if not thresholds:
        writer.gap("the thresholds that hold, stop or treat", f"{_PLACE}.thresholds")
        return
    rows = []
    for purpose in dict.fromkeys(one.purpose for one in thresholds):
        own = [one for one in thresholds if one.purpose is purpose]
        for action in dict.fromkeys(one.action for one in own):
            alike = [one for one in own if one.action == action]
            named = plain(title_word(purpose), is_bold=True)
            limits = "\n".join(_limits(alike))
            rows.append(row(named, limits, action, place=f"{_PLACE}.thresholds[{alike[0].id}]"))
    header = ("What it leads to", "Threshold", "Action")
    shares = columns(0.19, 0.44, 0.37)
    caption = "Thresholds before, during and after the dose"
    writer.raw_table(
        Table(caption, shares, (row(*header),), tuple(rows), place=f"{_PLACE}.thresholds", has_rules=True)
    )


def _limits(alike: list[Threshold]) -> list[str]:
    """Write a line for each threshold; a line before several tells when they are all measured again."""
    lines = []
    for again in dict.fromkeys(one.repeat_after for one in alike):
        own = [
            f"{title_word(one.measure)} {word(one.relation)} {one.value.printed()}"
            for one in alike
            if one.repeat_after == again
        ]
        if again is None:
            lines += own
        elif len(own) == 1:
            lines.append(f"{own[0]}, repeated after {again.printed()}")
        else:
            lines += [f"Each repeated after {again.printed()}:", *(f"– {line}" for line in own)]
    return lines


def _write_staff(writer: Writer, staff: tuple[StaffMember, ...]) -> None:
    rows = []
    for member in staff:
        duties = []
        if member.has_other_duties is False:
            duties.append("no other duties")
        if member.stays_until_discharge:
            duties.append("stays until discharge")
        if member.rates_outcomes is False:
            duties.append("does not rate outcomes")
        skills = ", ".join(word(one) for one in member.qualifications)
        presence = title_word(member.presence) if member.presence else None
        rows.append(
            row(
                member.name,
                title_word(member.role),
                str(member.count),
                presence,
                skills[:1].upper() + skills[1:] or None,
                "; ".join(duties).capitalize() or "–",
                place=f"{_PLACE}.staff[{member.id}]",
            )
        )
    if rows:
        header = ("Who", "Role", "No.", "Presence", "Qualification", "Duties")
        writer.table(
            "Staff on a dosing day", columns(0.2, 0.16, 0.07, 0.17, 0.19, 0.21, numbers=(2,)), header, rows
        )
    else:
        writer.gap("who is present on a dosing day", f"{_PLACE}.staff")


def _write_monitoring(writer: Writer, monitoring: tuple[Monitoring, ...]) -> None:
    rows = []
    for entry in monitoring:
        place = f"{_PLACE}.monitoring[{entry.id}]"
        during = "Continuous" if entry.is_continuous else _every(entry.interval_during)
        after = _every(entry.interval_after)
        if entry.continues_until_discharge:
            after = f"{after}, until discharge" if after else "Until discharge"
        rows.append(
            row(
                title_word(entry.parameter),
                entry.instrument or "–",
                yes_no(entry.is_measured_before),
                during,
                after,
                place=place,
            )
        )
    if rows:
        header = ("Parameter", "Instrument", "Before", "During the dose", "After the dose")
        writer.table("Monitoring on a dosing day", columns(0.2, 0.24, 0.1, 0.2, 0.26), header, rows)
    else:
        writer.gap("what is watched on a dosing day", f"{_PLACE}.monitoring")


def _sentence(codes: Sequence[StrEnum]) -> str | None:
    text = listed([word(code) for code in codes])
    return text[:1].upper() + text[1:] or None


def _every(interval: Quantity | None) -> str | None:
    return f"Every {interval.printed()}" if interval is not None else None


def _write_rescue(writer: Writer, material: Material) -> None:
    plan = material.trial.dosing_day
    rows: list[Row] = []
    for rescue in plan.rescue_plans:
        drugs = listed([material.trial.regimen(one).name for one in rescue.regimens]) or "–"
        rows.append(
            row(
                title_word(rescue.scenario),
                rescue.actions,
                drugs,
                place=f"{_PLACE}.rescue_plans[{rescue.id}]",
            )
        )
    if rows:
        writer.table(
            "Emergency plans", columns(0.22, 0.53, 0.25), ("Emergency", "Actions", "Medicines"), rows
        )
    else:
        writer.gap("what is done in an emergency", f"{_PLACE}.rescue_plans")
    waiver = plan.antisialagogue_waiver
    if waiver is not None:
        writer.say(
            Run("No antisialagogue is given. ", is_bold=True),
            f"{title_word(waiver.reason)}: {waiver.explanation}",
            place=f"{_PLACE}.antisialagogue_waiver",
        )
    writer.labelled("Antisialagogue", plan.antisialagogue_rationale, f"{_PLACE}.antisialagogue_rationale")


def _write_discharge(writer: Writer, discharge: Discharge) -> None:
    place = f"{_PLACE}.discharge"
    score = None
    if discharge.score is not None and discharge.score_at_least is not None:
        readings = f" in {discharge.score_readings} readings" if discharge.score_readings else ""
        score = f"{word(discharge.score)} of at least {discharge.score_at_least}{readings}"
    driving = printed(discharge.no_driving)
    if discharge.no_driving_until_after_sleep:
        driving = f"{driving}, and not before a night’s sleep" if driving else "Not before a night’s sleep"
    writer.facts(
        "Going home",
        [
            ("Must be true", _sentence(discharge.criteria), f"{place}.criteria"),
            ("Discharge score", score, f"{place}.score"),
            (
                "A clinician signs",
                yes_no(discharge.needs_clinician_sign_off),
                f"{place}.needs_clinician_sign_off",
            ),
            ("An adult escorts", yes_no(discharge.needs_adult_escort), f"{place}.needs_adult_escort"),
            ("No driving for", driving, f"{place}.no_driving"),
        ],
    )
