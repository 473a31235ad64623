"""Comparators: one click makes an arm matched to the study drug, and the card says what was matched."""

from collections.abc import Sequence
from functools import partial

from protocol_designer.derived.matching import match_points, no_longer_matched
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.comparator_arms import (
    Comparator,
    active_step,
    add_comparator_arm,
    comparator_plan,
    take_reported_dose,
)
from protocol_designer.edits.comparators import match_comparator
from protocol_designer.edits.interventions import plan_regimen
from protocol_designer.gui.pages.arms_card import ArmsCard
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.widgets.card import ActionButton, Card, button_row
from protocol_designer.gui.widgets.choice import Choice
from protocol_designer.gui.widgets.menu_button import MenuButton
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.precedents.comparator_doses import ReportedDose, nearest_dose, reported_doses
from protocol_designer.precedents.template import Template
from protocol_designer.workspace.models.comparator_rows import (
    comparators_model,
    comparators_of,
    dose_sentences,
    imitated_by,
    points_model,
)


class ComparatorCard(Card):
    """Makes comparator arms, and keeps saying how each comparator compares with its study drug."""

    def __init__(self, page: BasePage, arms: ArmsCard) -> None:
        super().__init__(page.tr("Comparators"), page)
        self._page = page
        self._arms = arms
        self._templates: Sequence[Template] | None = None
        self._offer = text_label("", self, muted=True)
        self.body.addWidget(self._offer)
        buttons = [self._maker(kind, words) for kind, words in self._kinds()]
        self.body.addLayout(button_row(*buttons[:3]))
        self.body.addLayout(button_row(*buttons[3:]))
        self._makers = buttons
        self._start = ActionButton(self.tr("Plan the study drug"), "add", page.theme, self._plan_study)
        self.body.addLayout(button_row(self._start))
        self.table = PartsTable(
            comparators_model(page.workspace),
            page.theme,
            self.tr("Comparators"),
            self.tr("No drug is given as comparator yet."),
            most_rows=4,
        )
        self.table.view.size_columns(200, 200)
        self.table.chosen.connect(self._chosen)
        self.table.view.opened.connect(self._open_dose)
        self.body.addWidget(self.table)
        self._points = points_model()
        self.points = RowsView(self._points, page.theme, self.tr("What was matched"), most_rows=9)
        self.points.size_columns(136, 206, 206)
        self.body.addWidget(self.points)
        self.told = small_print("", self)
        self.told.setAccessibleName(self.tr("What the comparator rests on"))
        self.body.addWidget(self.told)
        self._study = Choice(none_text=self.tr("Study drug to imitate"))
        self._study.setAccessibleName(self.tr("Study drug to imitate"))
        self._study.setMinimumWidth(200)
        self._study.committed.connect(self._study_chosen)
        self._again = ActionButton(self.tr("Match again"), "copy", page.theme, self._match)
        self._reported = MenuButton(self.tr("Take a reported dose"), "template", page.theme)
        self._reported.actions_menu.aboutToShow.connect(self._fill_doses)
        self._dose = ActionButton(self.tr("Open its dose"), "go_to", page.theme, self._open_dose)
        self._actions = (self._again, self._study, self._reported, self._dose)
        self.body.addLayout(button_row(*self._actions))

    def show_comparators(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        self.show_offer(trial)
        self.table.show_rows(comparators_of(trial), is_all_new=True)
        self._show_points(trial)

    def show_offer(self, trial: TrialProtocol) -> None:
        """Say what a click would make, beside which arm."""
        beside, study = self._model_of_new(trial)
        for button in self._makers:
            button.setVisible(study is not None)
        self._start.setVisible(study is None and self._arms.arm() is not None)
        if beside is None or study is None:
            told = self.tr(
                "Once an arm has its study drug, with use “investigational” and its steps, one click makes "
                "an arm that looks the same: midazolam, lorazepam, saline, a low dose and more."
            )
        else:
            told = self.tr(
                "One click makes an arm that is given like {study}, in the same steps, volume and visits, "
                "with the other drugs and the therapy of {arm}."
            ).format(arm=beside.name, study=study.name)
        self._offer.setText(told)

    def reported(self, comparator: Comparator, study: DrugRegimen) -> tuple[ReportedDose, ...]:
        """Return what prior studies gave as such a comparator by the route of the study drug."""
        plan = comparator_plan(comparator, study)
        if plan.drug is None or comparator is Comparator.SALINE:
            return ()
        return reported_doses(self._library(), plan.drug, study.route, plan.comparator)

    def _kinds(self) -> tuple[tuple[Comparator, str], ...]:
        return (
            (Comparator.MIDAZOLAM, self.tr("Midazolam arm")),
            (Comparator.LORAZEPAM, self.tr("Lorazepam arm")),
            (Comparator.SALINE, self.tr("Saline arm")),
            (Comparator.LOW_DOSE, self.tr("Low-dose arm")),
            (Comparator.ACTIVE_TREATMENT, self.tr("Active treatment arm")),
            (Comparator.ATTENTION_CONTROL, self.tr("Attention control arm")),
        )

    def _maker(self, comparator: Comparator, words: str) -> ActionButton:
        return ActionButton(words, "add", self._page.theme, lambda: self._make(comparator))

    def _make(self, comparator: Comparator) -> None:
        trial = self._page.trial
        beside, study = self._model_of_new(trial)
        if beside is None or study is None:
            return
        dose = nearest_dose(self.reported(comparator, study), study)
        before = {regimen.id for regimen in trial.regimens}
        if self._page.apply(add_comparator_arm(comparator, beside, study, dose)):
            after = self._page.trial
            self._arms.table.choose(after.arms[-1].id)
            for regimen in comparators_of(after):
                if regimen.id not in before:
                    self.table.choose(regimen.id)

    def _plan_study(self) -> None:
        if (arm := self._arms.arm()) is not None:
            # The button goes away with the edit; left alone, the focus would wander down the page.
            self._arms.table.view.setFocus()
            edit = plan_regimen(self.tr("Study drug"), RegimenUse.INVESTIGATIONAL, arms=(arm.id,))
            if self._page.apply(edit):
                self._page.workspace.go_to(f"regimens[{self._page.trial.regimens[-1].id}].name")

    def _model_of_new(self, trial: TrialProtocol) -> tuple[Arm | None, DrugRegimen | None]:
        """Find the arm that a new comparator stands beside: the one in hand if it has a study drug."""
        in_hand = self._arms.arm()
        for arm in (*((in_hand,) if in_hand else ()), *trial.arms):
            for regimen in trial.regimens_of(arm):
                if regimen.use is RegimenUse.INVESTIGATIONAL:
                    return arm, regimen
        return None, None

    def _comparator(self) -> DrugRegimen | None:
        key = self.table.current
        return next((one for one in comparators_of(self._page.trial) if one.id == key), None)

    def _chosen(self) -> None:
        self._show_points(self._page.trial)
        if self.table.view.hasFocus() and (own := self._comparator()) is not None:
            self._page.workspace.select(f"regimens[{own.id}]")

    def _show_points(self, trial: TrialProtocol) -> None:
        own = self._comparator()
        for widget in (self.points, self.told, *self._actions):
            widget.setVisible(own is not None)
        if own is None:
            return
        study = imitated_by(trial, own)
        studies = [one for one in trial.regimens if one.use is RegimenUse.INVESTIGATIONAL]
        self._study.set_entries((one.id, one.name) for one in studies)
        self._study.show_value(study.id if study else None)
        self._points.show(match_points(trial, own, study) if study else ())
        self.points.setVisible(study is not None)
        differs = no_longer_matched(trial, own, study) if study else ()
        self._again.setEnabled(bool(differs))
        told = list(
            dose_sentences(trial, own, (lambda: bool(self._doses_for(own))) if self._templates else None)
        )
        if differs:
            names = ", ".join(point.what.lower() for point in differs)
            told.insert(
                0, self.tr("No longer matches in: {what}. Match again to copy it.").format(what=names)
            )
        self.told.setText("\n".join(told))
        self._reported.setVisible(active_step(own) is not None)

    def _study_chosen(self, value: object) -> None:
        if isinstance(value, str) and (own := self._comparator()) is not None:
            self._page.apply(match_comparator(own, self._page.trial.regimen(value)))
        self._show_points(self._page.trial)

    def _match(self) -> None:
        own = self._comparator()
        study = imitated_by(self._page.trial, own) if own else None
        if own is not None and study is not None:
            self._page.apply(match_comparator(own, study))

    def _open_dose(self) -> None:
        if (own := self._comparator()) is not None:
            self._page.workspace.go_to(f"regimens[{own.id}].steps")

    def _doses_for(self, own: DrugRegimen) -> tuple[ReportedDose, ...]:
        kinds = {arm.comparator for arm in self._page.trial.arms_with_regimen(own.id) if arm.comparator}
        return tuple(
            dose
            for kind in sorted(kinds)
            for dose in (reported_doses(self._library(), own.drug, own.route, kind) if own.drug else ())
        )

    def _fill_doses(self) -> None:
        own = self._comparator()
        doses = self._doses_for(own) if own else ()
        self._reported.set_entries([(_words(dose), partial(self._take, dose)) for dose in doses])
        if not doses:
            nothing = self.tr("No prior study in the library reports one by this route")
            self._reported.actions_menu.addAction(nothing).setEnabled(False)

    def _take(self, dose: ReportedDose) -> None:
        if (own := self._comparator()) is not None:
            self._page.apply(take_reported_dose(own, dose))

    def _library(self) -> Sequence[Template]:
        """Read the prior studies when they are first asked for, a third of a second."""
        if self._templates is None:
            from protocol_designer.precedents.library import load_templates

            self._templates = load_templates().all
        return self._templates


def _words(dose: ReportedDose) -> str:
    over = f" over {dose.step.duration.printed()}" if dose.step.duration else ""
    return f"{dose.amount.printed()}{over} – {dose.source.study}"
