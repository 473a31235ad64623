"""The yardstick of a start: PySide6 with an empty main window, shown and painted."""

from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
application.processEvents()
print("ready", flush=True)
