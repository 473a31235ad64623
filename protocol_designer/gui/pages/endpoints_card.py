"""The endpoints: what is measured, how it is summarised, when, and by which activities."""

from protocol_designer.domain.objectives import Endpoint
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_card import PartColumn, PartField, PartsCard, PartsList
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.gui.widgets.choice import yes_no_choice
from protocol_designer.gui.widgets.parsed_edit import line_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.gui.widgets.timing_edit import TimingEdit
from protocol_designer.report.timing_words import when_in_words


class EndpointsCard(PartsCard):
    """A table of endpoints over the fields of the one in hand."""

    def __init__(self, page: BasePage) -> None:
        tr = page.tr
        self._time = TimingEdit(page.theme)
        self._activities = SeveralChoice(tr("Nothing measures it yet"))
        self._verified = SeveralChoice(tr("Nothing verifies it"))
        listed = PartsList(
            place=lambda: "endpoints",
            what=tr("endpoint"),
            invitation=tr(
                "No endpoint is defined yet: a variable, how it is summarised, and when. "
                "The library of instruments words one together with its activity."
            ),
            columns=(
                PartColumn(tr("Endpoint"), lambda one: one.variable, 220),
                PartColumn(tr("Answers"), lambda one: _objectives(page.trial, one), 100),
                PartColumn(tr("When"), lambda one: _when(page.trial, one), 210),
                PartColumn(tr("Measured by"), lambda one: _measured_by(page.trial, one)),
            ),
            rows=(
                (
                    PartField("variable", tr("Variable"), lambda: line_edit(page.theme), tr(
                        "What is measured in each participant."
                    )),
                    PartField("aggregation", tr("Aggregation"), lambda: line_edit(page.theme), tr(
                        "How the values of a group are summarised: a mean, a proportion."
                    )),
                ),
                (
                    PartField("metric", tr("Metric"), lambda: line_edit(page.theme), tr(
                        "The value of each participant that is analysed: a change, a last value, a time."
                    )),
                ),
                (
                    PartField("timepoint", tr("Time point"), lambda: self._time),
                    PartField("time_frame", tr("Time frame in words"), lambda: line_edit(page.theme), tr(
                        "The period that the value covers, such as “days 1 to 90 after dosing”."
                    )),
                ),
                (
                    PartField("activities", tr("Measured by"), lambda: self._activities),
                    PartField("is_self_report_only", tr("Self-report only"), yes_no_choice),
                    PartField("verified_by", tr("Verified by"), lambda: self._verified),
                ),
                (PartField("relevance", tr("Why it matters"), lambda: ProseEdit(2)),),
            ),
            name=lambda one: one.variable,
            new=lambda: {"variable": tr("New endpoint")},
            id_kind="endpoint",
            grid_columns=6,
        )  # fmt: skip
        super().__init__(page, tr("Endpoints"), listed)
        self.library = ActionButton(self.tr("From the library"), "open", page.theme, lambda: None)
        self.header.insertWidget(1, self.library)

    def offer(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Offer the activities and visits of the schedule, and word the table anew where others changed."""
        if before is None or before.schedule is not after.schedule:
            names = [(activity.id, activity.name) for activity in after.schedule.activities]
            self._activities.set_entries(names)
            self._verified.set_entries(names)
            self._time.set_visits(after.schedule.visits)
        if before is not None and (
            before.schedule is not after.schedule or before.objectives is not after.objectives
        ):
            self.renew()


def _objectives(trial: TrialProtocol, endpoint: Endpoint) -> str:
    names = [one.level.value.capitalize() for one in trial.objectives if endpoint.id in one.endpoints]
    return ", ".join(dict.fromkeys(names))


def _when(trial: TrialProtocol, endpoint: Endpoint) -> str:
    if endpoint.timepoint is not None:
        return when_in_words(trial, endpoint.timepoint)
    return endpoint.time_frame or ""


def _measured_by(trial: TrialProtocol, endpoint: Endpoint) -> str:
    return "; ".join(one.name for one in trial.schedule.activities if one.id in endpoint.activities)
