"""The demonstration: makes, reviews and prints two protocols into demo/, then opens the window.

One starts from the alcohol study of Dakwar and colleagues (2020) and is still undecided in many places, so
only a draft can be printed. The other is the complete sample, whose final PDF an ethics board could receive.
"""

import argparse
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.export import export_pdf
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Finding, Report, Severity
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.workspace.severity_words import counted

ROOT = Path(__file__).resolve().parent.parent
PRECEDENT = "dakwar_2020_alcohol"
SHOWN_LINES = 6
WIDTH = 105


def main(arguments: list[str] | None = None) -> int:
    """Make both protocols with their PDFs; open the window when there is a screen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "demo", help="where the files go")
    parser.add_argument("--no-window", action="store_true", help="only make the files")
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)

    formulary = load_formulary()
    template = load_templates().get(PRECEDENT)
    print("1. A new protocol from the template", PRECEDENT)
    make(start_from(template), formulary, chosen.folder / "from_dakwar_2020", "draft")
    print("\n2. The complete sample")
    sample = make(load_sample(), formulary, chosen.folder / "sample", "submission")

    print()
    if chosen.no_window:
        return 0
    if why := no_screen(os.environ):
        print(f"No window is opened: {why}. On a desktop, `make run FILE={shown(sample)}` opens it.")
        return 0
    print(f"The window opens on {shown(sample)}. Close it to end the demonstration.", flush=True)
    return subprocess.run([sys.executable, "-m", "protocol_designer", sample], check=False).returncode


def make(trial: TrialProtocol, formulary: Formulary, stem: Path, profile: str) -> Path:
    """Write a protocol file and its PDF, say what the review found; returns the protocol file's path."""
    path, pdf = stem.with_suffix(".ketprotocol"), stem.with_suffix(".pdf")
    path.unlink(missing_ok=True)
    ProtocolFile.create(path, trial).close()
    began = time.perf_counter()
    report = review(trial, formulary)
    spent_ms = (time.perf_counter() - began) * 1000
    title = trial.identity.full_title or "No title yet"
    print(textwrap.indent(textwrap.fill(title, WIDTH), "   "))
    print(f"   {len(report.outcomes)} rules in {spent_ms:.0f} ms: {summary(report)}")
    for text in blocking_lines(report.blocking):
        print(textwrap.fill(text, WIDTH, initial_indent="   - ", subsequent_indent="     "))
    export_pdf(trial, report, formulary, pdf, profile=profile)
    print(f"   Written: {shown(path)}, {shown(pdf)} ({profile}, {pdf.stat().st_size / 1000:.0f} kB)")
    return path


def summary(report: Report) -> str:
    """Count the findings in words."""
    counts = [counted(severity, report.count(severity)) for severity in Severity]
    justified = sum(finding.justified for finding in report.findings)
    blocking = len(report.blocking)
    end = "nothing blocks" if not blocking else "1 blocks" if blocking == 1 else f"{blocking} block"
    return f"{', '.join(counts)} ({justified} justified); {end} a final export."


def blocking_lines(blocking: Iterable[Finding]) -> list[str]:
    """Say what blocks, one line a finding; rules that wait for the same decision share a line."""
    waiting: dict[str, list[str]] = {}
    lines = []
    for finding in blocking:
        if finding.severity is Severity.NOT_ASSESSED:
            waiting.setdefault(finding.message, []).append(finding.rule)
        else:
            lines.append(f"{finding.rule}, {finding.severity.printed}: {finding.message}")
    most_wanted = sorted(waiting.items(), key=lambda entry: -len(entry[1]))
    lines += [f"{message} ({', '.join(rules)})" for message, rules in most_wanted]
    if len(lines) > SHOWN_LINES:
        lines[SHOWN_LINES:] = [f"and {len(lines) - SHOWN_LINES} more; the window and the PDF list them all"]
    return lines


def shown(path: Path) -> str:
    """Write a path as a person in the checkout would."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def no_screen(environment: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Say why no window can be opened, or None when one can. On Linux the display is tried."""
    if environment.get("CI"):
        return "this is a continuous-integration run"
    if environment.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return "QT_QPA_PLATFORM asks for none"
    if not platform.startswith("linux"):
        return None
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    attempt = "from PySide6.QtWidgets import QApplication; QApplication([])"
    try:
        done = subprocess.run(
            [sys.executable, "-c", attempt],
            env=dict(environment),
            capture_output=True,
            timeout=30,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "the display does not answer"
    return "Qt cannot reach the display" if done.returncode else None


if __name__ == "__main__":
    sys.exit(main())
