"""The Review menu: step through findings, mend, justify and explain them, answer open questions."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.evidence import OpenQuestion
from protocol_designer.edits.justifications import can_be_justified
from protocol_designer.gui.announcing import announce
from protocol_designer.gui.docks import Docks, Panels
from protocol_designer.gui.document_area import DocumentArea
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.findings import NO_REVIEW_YET, Finding, Report, Severity
from protocol_designer.workspace.settings import UserSettings
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.gui.justify_dialog import JustifyDialog
    from protocol_designer.gui.question_dialog import QuestionDialog


class ReviewActions(QObject):
    """Acts on the finding in hand.

    Signals:
        said: Something could not be done (one sentence for the status bar).
    """

    said = Signal(str)

    def __init__(self, docks: Docks, settings: UserSettings, window: QWidget) -> None:
        super().__init__(window)
        self._docks = docks
        self._settings = settings
        self._window = window
        self._workspace: Workspace | None = None
        self._told = NO_REVIEW_YET
        """The review whose findings a screen reader was told of last."""

    def work_on(self, workspace: Workspace, panels: Panels, area: DocumentArea) -> None:
        """Act on the findings of a protocol from now on."""
        self._workspace = workspace
        self._told = workspace.known_report
        workspace.report_changed.connect(lambda: self._tell_change(workspace.report))
        panels.problems.show_page(area.holds)
        area.page_changed.connect(lambda: panels.problems.show_page(area.holds))
        for source in (panels.problems, panels.inspector):
            source.justify_requested.connect(self._justify)
            source.rule_requested.connect(self._explain)
        panels.inspector.question_requested.connect(self._answer)
        panels.questions.question_requested.connect(self._answer)

    def next_problem(self) -> None:
        """Go to the finding after the one in hand."""
        self._step(1)

    def previous_problem(self) -> None:
        """Go to the finding before the one in hand."""
        self._step(-1)

    def fix(self) -> None:
        """Offer the fixes of the finding in hand."""
        finding = self._in_hand()
        if finding and not finding.fixes:
            self.said.emit(
                self.tr("{rule} has no ready fix; change the value itself").format(rule=finding.rule)
            )
        elif finding and self._docks.panels:
            self._docks.bring_forward(self._docks.problems)
            self._docks.panels.problems.open_fixes()

    def justify(self) -> None:
        """Open the form to justify the finding in hand."""
        if finding := self._in_hand():
            self._justify(finding)

    def show_rule(self) -> None:
        """Explain the rule of the finding in hand."""
        if finding := self._in_hand():
            self._explain(finding.rule)

    def show_questions(self) -> None:
        """Bring the open questions to the front."""
        self._docks.bring_forward(self._docks.questions)

    def _tell_change(self, report: Report) -> None:
        """Have it spoken how many hard and soft limits came and went."""
        before, now = _open_limits(self._told), _open_limits(report)
        was_reviewed, self._told = self._told.is_done, report
        if not was_reviewed or before == now:
            return
        new, gone = len(now - before), len(before - now)
        told = [
            self.tr("1 new problem") if new == 1 else self.tr("{count} new problems").format(count=new),
            self.tr("1 problem solved")
            if gone == 1
            else self.tr("{count} problems solved").format(count=gone),
        ]
        announce(
            self._window, ", ".join(text for text, count in zip(told, (new, gone), strict=True) if count)
        )

    def _in_hand(self) -> Finding | None:
        finding = self._docks.panels.problems.current if self._docks.panels else None
        if finding is None:
            self.said.emit(self.tr("Choose a finding in the problems panel first"))
        return finding

    def _step(self, by: int) -> None:
        if self._docks.panels and not self._docks.panels.problems.step(by):
            self.said.emit(self.tr("There is no finding to go to"))

    def _justify(self, finding: Finding) -> None:
        from protocol_designer.gui.justify_dialog import JustifyDialog

        if not can_be_justified(finding):
            self.said.emit(
                self.tr("{rule} is a {severity}; only soft limits can be justified").format(
                    rule=finding.rule, severity=finding.severity.printed
                )
            )
            return
        today = datetime.now(UTC).astimezone().date()
        dialog = JustifyDialog(finding, self._settings.author, today, self._window)
        dialog.accepted.connect(lambda: self._keep_justification(dialog))
        dialog.open()

    def _keep_justification(self, dialog: "JustifyDialog") -> None:
        self._settings.author = dialog.author.text().strip()
        if self._workspace and self._workspace.file:
            self._workspace.file.author = self._settings.author
        if self._workspace:
            self._workspace.apply(dialog.edit)

    def _explain(self, rule_id: str) -> None:
        from protocol_designer.gui.rule_dialog import RuleDialog
        from protocol_designer.rules.catalogue import RULES

        rule = next((rule for rule in RULES if rule.id == rule_id), None)
        if rule is None:
            self.said.emit(self.tr("This is about the formulary in force; Review, Formulary shows it"))
        elif self._workspace:
            RuleDialog(rule, self._workspace.formulary, self._window).open()

    def _answer(self, question: OpenQuestion) -> None:
        from protocol_designer.gui.question_dialog import QuestionDialog

        trial = self._workspace.trial if self._workspace else None
        where = place_words(trial, question.place) if trial and question.place else ""
        dialog = QuestionDialog(question, where, self._window)
        dialog.accepted.connect(lambda: self._keep_answer(dialog))
        dialog.open()

    def _keep_answer(self, dialog: "QuestionDialog") -> None:
        if self._workspace:
            self._workspace.apply(dialog.edit)


def _open_limits(report: Report) -> set[tuple[str, str]]:
    graves = (Severity.HARD, Severity.SOFT)
    return {
        finding.key for finding in report.findings if finding.severity in graves and not finding.justified
    }
