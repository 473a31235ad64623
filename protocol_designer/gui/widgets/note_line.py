"""The line under a field: why its text is not applied, or what a rule found there. Its space is reserved."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import GRID, SECONDARY, sized
from protocol_designer.report.display_list import Ink
from protocol_designer.rules.findings import Finding, Severity
from protocol_designer.workspace.severity_words import message_beside

_MARK = 13


class NoteLine(QWidget):
    """Shows the gravest thing to know: a problem of the input first, else the gravest finding."""

    def __init__(self, theme: Theme, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines
        self._problem = ""
        self._findings: tuple[Finding, ...] = ()
        self.setFont(sized(self.font(), SECONDARY))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What is shown, in full; empty when there is nothing to say."""
        if self._problem:
            return self.tr("Not applied: {problem}").format(problem=self._problem)
        if not self._findings:
            return ""
        first = self._findings[0]
        words = first.severity.printed.capitalize()
        if first.justified:
            words += self.tr(", justified")
        more = len(self._findings) - 1
        rest = self.tr(" (and {count} more)").format(count=more) if more else ""
        return f"{words}: {message_beside(first)}{rest}"

    @property
    def severity(self) -> Severity | None:
        """The severity of what is shown; a problem of the input counts as hard."""
        if self._problem:
            return Severity.HARD
        return self._findings[0].severity if self._findings else None

    def show_problem(self, message: str) -> None:
        """Say why an input is not applied; an empty text takes it back."""
        if message != self._problem:
            self._problem = message
            self._follow()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what rules found, open findings before justified ones, the gravest first."""
        order = list(Severity)
        ranked = tuple(sorted(findings, key=lambda found: (found.justified, order.index(found.severity))))
        if ranked != self._findings:
            self._findings = ranked
            self._follow()

    def sizeHint(self) -> QSize:
        """Ask for no width of its own."""
        return QSize(80, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark and the text, shortened to the lines there are."""
        if self.severity is None:
            return
        painter = QPainter(self)
        is_muted = not self._problem and self._findings[0].justified
        metrics = self.fontMetrics()
        top = (metrics.lineSpacing() - _MARK) / 2 + 1
        paint_severity(painter, QRectF(0, top, _MARK, _MARK), self.severity, self._theme, is_muted)
        ink = self._theme.colour(Ink.MUTED) if is_muted else self._theme.severity_colour(self.severity)
        painter.setPen(ink)
        left = _MARK + GRID
        for number, line in enumerate(self._fitted(self.width() - left)):
            painter.drawText(QPointF(left, 1 + metrics.ascent() + number * metrics.lineSpacing()), line)
        painter.end()

    def _fitted(self, width: int) -> list[str]:
        """Leave out the first words where they would cost the end: the mark says them, too."""
        whole = self._wrapped(self.text, width)
        if not whole[-1].endswith("…"):
            return whole
        rest = self.text.partition(": ")[2]
        return self._wrapped(rest[:1].upper() + rest[1:], width)

    def _wrapped(self, text: str, width: int) -> list[str]:
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        lines: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            if len(lines) == self._lines - 1:
                lines.append(self.fontMetrics().elidedText(text[start:], Qt.TextElideMode.ElideRight, width))
                break
            lines.append(text[start : start + line.textLength()].rstrip())
        layout.endLayout()
        return lines

    def _follow(self) -> None:
        told = (
            [self.text] if self._problem else [f"{f.severity.printed}: {f.message}" for f in self._findings]
        )
        self.setToolTip("\n\n".join(told))
        self.setAccessibleName(self.text)
        self.update()
