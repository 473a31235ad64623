"""Shows the tooltip of what the keys have reached, as the pointer would; Escape takes it away."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from protocol_designer.gui.typography import GRID

_REST_MS = 700


class FocusTips(QObject):
    """Serves one window and the dialogs over it. A tip stands below its widget and never hides it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._show)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the tip away on Escape, which still does what else it does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._rest.stop()
            if event.key() == Qt.Key.Key_Escape:
                QToolTip.hideText()
        return False

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        self._rest.stop()
        if old is not None and isValid(old):
            old.removeEventFilter(self)
        self._target = None
        if new is not None and new.toolTip() and _is_reached_by_key(new):
            self._target = new
            new.installEventFilter(self)
            self._rest.start()

    def _show(self) -> None:
        target = self._target
        if target is not None and isValid(target) and target.hasFocus():
            below = target.mapToGlobal(QPoint(0, target.height() + GRID))
            QToolTip.showText(below, target.toolTip(), target)


def _is_reached_by_key(widget: QWidget) -> bool:
    return widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
