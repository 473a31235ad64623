"""The inspector at the right: what is selected, what was found there, where the value comes from."""

from textwrap import fill

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.domain.evidence import Justification, OpenQuestion, Provenance
from protocol_designer.edits.fields import apply_fix
from protocol_designer.edits.justifications import can_be_justified, withdraw_justification
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID, GROUP_GAP
from protocol_designer.report.source_words import source_line
from protocol_designer.rules.findings import Finding
from protocol_designer.workspace.place_facts import PlaceFacts, comments_inside, facts_at
from protocol_designer.workspace.severity_words import message_beside
from protocol_designer.workspace.workspace import Workspace

_MOST_SOURCES_OF_VALUES = 8
_MOST_SOURCES = 3
_LONGEST_TITLE = 100
_WIDEST_BUTTON = 28
"""Letters in a line of a button: a longer action is written on several lines, never cut."""


class InspectorPanel(QScrollArea):
    """Follows the selection.

    Signals:
        justify_requested: A soft finding is to be accepted with a reason (Finding).
        rule_requested: The explanation of a rule is wanted (rule id).
        question_requested: An open question is to be answered (OpenQuestion).
    """

    justify_requested = Signal(object)
    rule_requested = Signal(str)
    question_requested = Signal(object)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._shown: PlaceFacts | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Inspector of the selected place"))
        workspace.selection_changed.connect(self._follow)
        workspace.report_changed.connect(self._follow)
        workspace.comments_changed.connect(self._rebuild)
        theme.changed.connect(self._rebuild)
        self._rebuild()

    def sizeHint(self) -> QSize:
        return QSize(256, 400)

    def _follow(self) -> None:
        facts = facts_at(self._workspace.trial, self._workspace.report, self._workspace.selection)
        if facts != self._shown:
            self._shown = facts
            self._rebuild()

    def _rebuild(self) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(GROUP_GAP, FIELD_GAP, GROUP_GAP, GROUP_GAP)
        layout.setSpacing(GRID)
        if self._shown is None:
            layout.addWidget(
                small_print(
                    self.tr("Select a field, a part of the outline or a finding to see its facts here.")
                )
            )
        else:
            self._show_facts(layout, self._shown)
        layout.addStretch()
        self.setWidget(body)

    def _show_facts(self, layout: QVBoxLayout, facts: PlaceFacts) -> None:
        layout.addWidget(heading(facts.name))
        if facts.value != facts.name:
            layout.addWidget(text_label(facts.value, muted=not facts.is_decided))
        if facts.findings:
            self._head(layout, self.tr("Findings"))
        for finding in facts.findings:
            self._show_finding(layout, finding)
        if facts.justifications or facts.lapsed:
            self._head(layout, self.tr("Justifications"))
        for justification in facts.lapsed:
            self._tell_lapse(layout, justification)
            self._show_justification(layout, justification)
        for justification in facts.justifications:
            self._show_justification(layout, justification)
        if commented := comments_inside(self._workspace.comments_at, facts.place):
            self._head(layout, self.tr("Comments"))
            one, many = self.tr("1 open comment"), self.tr("{count} open comments")
            layout.addWidget(text_label(one if commented == 1 else many.format(count=commented)))
        if facts.questions:
            self._head(layout, self.tr("Open questions"))
        for question in facts.questions:
            self._show_question(layout, question)
        if facts.provenance:
            self._head(layout, self.tr("Where it comes from"))
        for entry in facts.provenance[:_MOST_SOURCES_OF_VALUES]:
            self._show_provenance(layout, entry)
        more = len(facts.provenance) - _MOST_SOURCES_OF_VALUES
        if more > 0:
            layout.addWidget(
                small_print(self.tr("and {count} more values inside this part").format(count=more))
            )

    def _show_finding(self, layout: QVBoxLayout, finding: Finding) -> None:
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP - 2)
        mark = QLabel()
        mark.setPixmap(severity_icon(finding.severity, self._theme).pixmap(16, 16))
        mark.setAccessibleName(finding.severity.printed)
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(mark)
        state = self.tr(", justified") if finding.justified else ""
        row.addWidget(
            text_label(f"{finding.severity.printed.capitalize()}{state} · {finding.rule}", bold=True), 1
        )
        layout.addLayout(row)
        layout.addWidget(text_label(message_beside(finding)))
        if finding.limit:
            grade = f", {finding.grade}" if finding.grade else ""
            layout.addWidget(
                small_print(self.tr("Limit: {limit}{grade}").format(limit=finding.limit, grade=grade))
            )
        for key in finding.sources[:_MOST_SOURCES]:
            title = self._source_title(key)
            source = small_print(self.tr("Source: {title}").format(title=_shortened(title)))
            source.setToolTip(title)
            layout.addWidget(source)
        if (more := len(finding.sources) - _MOST_SOURCES) > 0:
            text = self.tr("and {count} more; see the rule").format(count=more)
            layout.addWidget(small_print(text))
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for fix in finding.fixes:
            tip = self.tr("{before} → {after}").format(before=fix.before, after=fix.after)
            button = self._button(fill(fix.label, _WIDEST_BUTTON), tip)
            button.clicked.connect(lambda _=False, fix=fix: self._workspace.apply(apply_fix(fix)))
            layout.addWidget(button)
        if can_be_justified(finding) and not finding.justified:
            justify = self._button(
                self.tr("Justify…"), self.tr("Accept {rule} with a written reason"), finding.rule
            )
            justify.clicked.connect(lambda: self.justify_requested.emit(finding))
            buttons.addWidget(justify)
        rule = self._button(self.tr("About the rule…"), self.tr("Explain {rule}"), finding.rule)
        rule.clicked.connect(lambda: self.rule_requested.emit(finding.rule))
        buttons.addWidget(rule)
        buttons.addStretch()
        layout.addLayout(buttons)
        layout.addSpacing(FIELD_GAP)

    def _tell_lapse(self, layout: QVBoxLayout, entry: Justification) -> None:
        was = self.tr("{computed} against {limit}").format(
            computed=entry.computed or self.tr("what was found then"),
            limit=entry.limit or self.tr("the limit then"),
        )
        layout.addWidget(
            text_label(
                self.tr(
                    "Lapsed: the reason for {rule} was given for {was}. Justify anew or withdraw it."
                ).format(rule=entry.rule, was=was)
            )
        )

    def _show_justification(self, layout: QVBoxLayout, entry: Justification) -> None:
        layout.addWidget(text_label(entry.reason))
        layout.addWidget(text_label(self.tr("Mitigation: {text}").format(text=entry.mitigation)))
        signed = f"{entry.rule} · {entry.author}, {entry.written_on.day} {entry.written_on:%B %Y}"
        layout.addWidget(small_print(signed))
        withdraw = self._button(
            self.tr("Withdraw"), self.tr("Withdraw the justification of {rule}"), entry.rule
        )
        withdraw.clicked.connect(
            lambda: self._workspace.apply(withdraw_justification(entry.rule, entry.place))
        )
        layout.addWidget(withdraw)

    def _show_question(self, layout: QVBoxLayout, question: OpenQuestion) -> None:
        layout.addWidget(text_label(question.question))
        if question.known:
            layout.addWidget(small_print(self.tr("Known: {text}").format(text=question.known)))
        if question.answer:
            layout.addWidget(text_label(self.tr("Answer: {text}").format(text=question.answer)))
        if question.reason:
            layout.addWidget(text_label(self.tr("Reason: {text}").format(text=question.reason)))
        is_choice = question.choices and question.answer is None
        if is_choice:
            sides = "; ".join(choice.says for choice in question.choices)
            layout.addWidget(small_print(self.tr("Sources disagree: {sides}").format(sides=sides)))
        answer = self._button(
            self.tr("Choose…") if is_choice else self.tr("Answer…"),
            self.tr("Answer the open question {rule}"),
            question.id,
        )
        answer.clicked.connect(lambda: self.question_requested.emit(question))
        layout.addWidget(answer)

    def _show_provenance(self, layout: QVBoxLayout, entry: Provenance) -> None:
        locator = f", {entry.locator}" if entry.locator else ""
        layout.addWidget(text_label(source_line(self._workspace.trial, entry)))
        layout.addWidget(small_print(f"{entry.source}{locator}"))

    def _head(self, layout: QVBoxLayout, text: str) -> None:
        layout.addSpacing(FIELD_GAP)
        layout.addWidget(heading(text))

    def _button(self, text: str, tip: str, rule: str = "") -> QPushButton:
        button = QPushButton(text.replace("&", "&&"))
        button.setToolTip(tip.format(rule=rule))
        button.setAccessibleName(f"{text.replace(chr(10), ' ')} ({tip.format(rule=rule)})")
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return button

    def _source_title(self, key: str) -> str:
        try:
            return self._workspace.formulary.source(key).title
        except KeyError:
            return key


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"
