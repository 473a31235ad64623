"""Matching a comparator to a study drug with one button, and what that takes over, said before it is done."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.comparators import match_comparator, match_explained
from protocol_designer.edits.edit import EditRefused
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton, button_row
from protocol_designer.gui.widgets.choice import Choice


class MatchingRow(QWidget):
    """Offers to match the regimen in hand while it is a comparator."""

    def __init__(self, page: BasePage, regimen: Callable[[], DrugRegimen | None]) -> None:
        super().__init__(page)
        self._page = page
        self._regimen = regimen
        self._model = Choice()
        self._model.setMinimumWidth(220)
        self._model.setAccessibleName(self.tr("Study regimen to match"))
        self._model.committed.connect(self._model_chosen)
        self._match = ActionButton(self.tr("Match comparator"), "copy", page.theme, self._match_now)
        self._explained = small_print("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        column.addLayout(button_row(self._match, self._model))
        column.addWidget(self._explained)

    def show_matching(self, trial: TrialProtocol) -> None:
        """Follow the document, or another regimen; hidden but for a comparator beside a study drug."""
        regimen = self._regimen()
        if regimen is None:
            return
        models = [
            other
            for other in trial.regimens
            if other.use is RegimenUse.INVESTIGATIONAL and other.id != regimen.id
        ]
        is_offered = regimen.use is RegimenUse.COMPARATOR and bool(models)
        self.setVisible(is_offered)
        if not is_offered:
            return
        self._model.set_entries((model.id, model.name) for model in models)
        known = {model.id for model in models}
        wanted = self._model.value if self._model.value in known else regimen.matched_to
        self._model.show_value(wanted if wanted in known else models[0].id)
        self._explain(trial)

    def _model_chosen(self, value: object) -> None:
        self._model.show_value(value)
        self._explain(self._page.trial)

    def _explain(self, trial: TrialProtocol) -> None:
        regimen, key = self._regimen(), self._model.value
        if regimen is None or key is None:
            self._match.setEnabled(False)
            self._explained.setText(self.tr("Choose the study regimen that this comparator imitates."))
            return
        study = trial.regimen(str(key))
        try:
            told = match_explained(regimen, study)
        except EditRefused as refusal:
            self._match.setEnabled(False)
            self._explained.setText(str(refusal))
            return
        is_done = not told and regimen.matched_to == study.id
        self._match.setEnabled(not is_done)
        if is_done:
            text = self.tr("Matched to {study} in route, steps, volume and visits.").format(study=study.name)
        else:
            text = self.tr("Takes over from {study}: {what}.").format(
                study=study.name, what=", ".join(told) or self.tr("nothing but the link itself")
            )
        self._explained.setText(text)

    def _match_now(self) -> None:
        regimen, key = self._regimen(), self._model.value
        if regimen is not None and key is not None:
            self._page.apply(match_comparator(regimen, self._page.trial.regimen(str(key))))
