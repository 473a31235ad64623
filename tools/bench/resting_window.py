"""Prints what this process holds in memory, in kB, once its window is at rest.

With a file: the program with it open, its rules, studies and first review there. Without: an empty window.
"""

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow

REST_S = 2.0


def resident_kb() -> int:
    """Return the resident memory of this process; Linux tells it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))


application = QApplication([])
window: QMainWindow
if len(sys.argv) > 1:
    from protocol_designer.app import finish_start, open_window

    window = open_window(application, Path(sys.argv[1]))
    application.processEvents()
    finish_start(window)
else:
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
end = time.monotonic() + REST_S
while time.monotonic() < end:
    application.processEvents()
print(resident_kb(), flush=True)
