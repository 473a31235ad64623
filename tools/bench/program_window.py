"""The program as `protocol-designer FILE` starts it, until its window is painted and takes input.

With ``--reviewed`` it goes on until the rules, the prior studies and the review are there too.
"""

import sys
from pathlib import Path

from protocol_designer.plain_imports import plain_imports

with plain_imports():
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from protocol_designer.app import finish_start, open_window

application = QApplication([])
window = open_window(application, Path(sys.argv[1]))
if "--reviewed" in sys.argv:
    application.processEvents()
    if window.workspace is not None:
        window.workspace.begin_review()
    finish_start(window)
    application.processEvents()
else:
    QTimer.singleShot(0, lambda: application.exit(0))
    application.exec()
print("ready", flush=True)
