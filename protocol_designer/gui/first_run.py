"""What the first start of the program shows: the complete sample with one problem to mend."""

from protocol_designer.edits.first_run import plant_problem
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.rules.findings import Severity


def begin_first_run(window: MainWindow) -> None:
    """Open the sample, plant one problem, and say how it is found, mended and taken back."""
    window.files.open_sample()
    if window.workspace is not None and window.workspace.apply(plant_problem()):
        window.notice.say(
            window.tr(
                "This is a complete sample with one problem planted in it. F8 goes to the problem, Alt+Enter "
                "offers what mends it, and Ctrl+Z takes the last step back."
            ),
            Severity.ADVISORY,
        )
