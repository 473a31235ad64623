"""The way in and out of a run: arguments, exit codes, and every fault as one line on stderr."""

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from protocol_designer.cli.parser import parse

DONE, BLOCKED, FAULT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code (0 done, 1 something blocks, 2 a fault named on stderr)."""
    _speak_utf8(sys.stdout)
    _speak_utf8(sys.stderr)
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except SystemExit as leaving:  # argparse leaves this way after help, version and usage faults
        return leaving.code if isinstance(leaving.code, int) else DONE
    except Exception as fault:  # noqa: BLE001  # last place before exit: one line on stderr instead of a traceback
        if isinstance(fault, OSError) and sys.stdout is not None:
            _drop_output()
        return _tell(fault, in_window=_opens_window(sys.argv[1:] if argv is None else argv))
    return code


def _run(argv: Sequence[str]) -> int:
    chosen = parse(argv)
    if chosen.self_test:
        from protocol_designer.self_test import self_test

        return self_test()
    if chosen.command is None:
        return _open_window(chosen.file, ends_when_ready=chosen.start_test)
    from protocol_designer.cli import commands
    from protocol_designer.cli.version_reference import naming_what_is_left

    with naming_what_is_left(getattr(chosen, "file", None) or Path()):
        return commands.BY_NAME[chosen.command](chosen)


def _open_window(file: Path | None, *, ends_when_ready: bool) -> int:
    # Nearly all objects of a start stay; looking for garbage among them again and again takes a tenth of it.
    gc.disable()
    if file is not None and not _is_without_terminal():
        from protocol_designer.storage.opening import read_protocol

        read_protocol(file)
    from protocol_designer.plain_imports import plain_imports

    with plain_imports():
        from protocol_designer.app import run_window
    return run_window(file, ends_when_ready=ends_when_ready)


def _opens_window(argv: Sequence[str]) -> bool:
    chosen = parse(argv)
    return chosen.command is None and not chosen.self_test


def _is_without_terminal() -> bool:
    """Tell whether the program was started from a desktop: nobody reads stderr there, but a window opens."""
    if sys.stderr is not None and sys.stderr.isatty():
        return False
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    is_without_screens = sys.platform.startswith("linux")
    return not is_without_screens or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tell(fault: Exception, in_window: bool) -> int:
    from protocol_designer.cli.faults import told_to_people

    sentence, code = told_to_people(fault)
    if sentence is None:
        last = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        sentence = f"the program failed ({type(fault).__name__} at {where}: {fault}); report this line."
    if sys.stderr is not None:
        print("protocol-designer:", " ".join(sentence.split()), file=sys.stderr)
    if in_window and _is_without_terminal():
        from protocol_designer.app import tell_start_fault

        tell_start_fault(sentence, fault)
    return code


def _drop_output() -> None:
    """Send what is left in the buffer nowhere: at exit, Python would try it once more and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8(stream: TextIO | None) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
