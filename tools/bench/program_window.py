"""The program as `protocol-designer FILE` starts it, until its window with the review is painted."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from protocol_designer.app import build_window

application = QApplication([])
window = build_window(application)
if len(sys.argv) > 1:
    window.files.open_path(Path(sys.argv[1]))
window.show()
application.processEvents()
print("ready", flush=True)
