"""Checks every kind of PDF that the program writes against PDF/UA-1 and PDF/A, with an engine not our own.

Exit code 1 when a file breaks a rule or does not claim what it should; needs the group ``pdf-check``.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.conformance.documents import documents  # needs the path above
from tools.conformance.verapdf import Engine, claimed_flavours  # as above


def main() -> int:
    """Check all documents; print a line for each."""
    engine, failed, count, started = Engine(), 0, 0, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for path, flavours in documents(Path(folder)):
            count += 1
            faults = []
            if set(claimed_flavours(path)) != set(flavours):
                faults.append(f"claims {', '.join(claimed_flavours(path)) or 'nothing'}")
            checks = 0
            for flavour in flavours:
                verdict = engine.check(path, flavour)
                checks += verdict.checks
                faults.extend(f"{flavour} {rule}: {told}" for rule, told in verdict.broken.items())
            failed += bool(faults)
            size = path.stat().st_size // 1000
            verdict_word = "FAIL" if faults else "ok"
            print(f"{verdict_word:4} {path.stem:28} {', '.join(flavours)}: {checks} checks, {size} kB")
            for fault in faults:
                print(f"       {fault}")
            path.unlink()
    seconds = time.perf_counter() - started
    print(f"{count - failed} of {count} PDFs conform ({seconds:.0f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
