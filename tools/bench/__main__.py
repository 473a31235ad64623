"""The benchmark: measures the program beside yardsticks of the same run, and writes the table in README.md.

Run it with ``make bench``; ``--print`` leaves README.md alone.
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import qVersion

import measurements
import readme_table

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--print", action="store_true", dest="only_print", help="leave README.md alone")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measurements.all_rows(Path(folder))
    table = readme_table.markdown(rows, machine())
    print(table)
    if not chosen.only_print:
        readme_table.write_into(ROOT / "README.md", table)
    return 0


def machine() -> str:
    """Name the machine by what matters to the figures, and nothing else."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} CPUs, {system}, Python {platform.python_version()}, Qt {qVersion()}, no screen"


if __name__ == "__main__":
    sys.exit(main())
