"""The program as `protocol-designer FILE` starts it, until the review of its protocol is shown."""

import sys
from pathlib import Path

from protocol_designer.plain_imports import plain_imports

with plain_imports():
    from PySide6.QtWidgets import QApplication

    from protocol_designer.app import finish_start, open_window

application = QApplication([])
window = open_window(application, Path(sys.argv[1]))
application.processEvents()
if window.workspace is not None:
    window.workspace.begin_review()
finish_start(window)
application.processEvents()
print("ready", flush=True)
