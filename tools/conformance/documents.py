"""The PDFs that must conform: the sample in every profile, every prior study, one too large, one hostile."""

from collections.abc import Iterator
from pathlib import Path

from protocol_designer.domain.narrative import NarrativeSection
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import in_one
from protocol_designer.edits.fields import set_field
from protocol_designer.export.pdf.export import pdf_bytes
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.precedents.library import load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.rules.engine import review
from tools.bench.stress import stress_protocol

_HOSTILE = (
    '<b>bold</b> & <font color="[1,0,0]">red</font> <img src="file:///etc/hostname"/> <para>in</para>',
    "Ωμέγα, naïve, Łódź, Привет, ∑ ≤ ± √, ½ µg, ﬁnal, “quotes”",
    "&lt;b&gt; &#60; %s {0} {{x}} \\n ]]> <!-- --> <?xml?>",
    "word" * 400,
)


def documents(folder: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Write each PDF and yield it with the flavours that it must claim and hold."""
    sample, library = load_sample(), load_templates()
    for profile, flavours in (
        ("draft", ("2a", "ua1")),
        ("submission", ("2a", "ua1")),
        ("archive", ("3a", "ua1")),
    ):
        yield _written(folder, f"sample-{profile}", sample, profile), flavours
    yield _written(folder, "sample-letter", sample, "submission", "letter"), ("2a", "ua1")
    for template in library.starting:
        yield _written(folder, template.id, start_from(template), "draft"), ("2a", "ua1")
    yield _written(folder, "maximal", stress_protocol(sample), "draft"), ("2a", "ua1")
    yield _written(folder, "hostile", hostile(sample), "archive"), ("3a", "ua1")


def hostile(sample: TrialProtocol) -> TrialProtocol:
    """Return the sample with markup, foreign scripts and endless words wherever a person writes text."""
    markup, scripts, escapes, endless = _HOSTILE
    sections = tuple(
        NarrativeSection(number=section.number, text="\n\n".join(_HOSTILE)) for section in sample.narrative
    )
    edits = in_one(
        "Write hostile text",
        set_field("identity.full_title", f"{scripts} {markup}", "Title"),
        set_field("identity.short_title", escapes, "Short title"),
        set_field(f"arms[{sample.arms[0].id}].name", f"<b>{endless[:300]}", "Arm"),
        set_field(f"arms[{sample.arms[1].id}].name", markup, "Arm"),
        set_field(f"regimens[{sample.regimens[0].id}].name", scripts, "Regimen"),
        set_field(f"schedule.visits[{sample.schedule.visits[0].id}].name", endless[:200], "Visit"),
        set_field("population.description", "\n".join(_HOSTILE), "Population"),
        set_field("narrative", sections, "Text"),
    )
    return edits(sample)


def _written(folder: Path, name: str, trial: TrialProtocol, profile: str, paper: str = "a4") -> Path:
    formulary = load_formulary()
    path = folder / f"{name}.pdf"
    path.write_bytes(pdf_bytes(trial, review(trial, formulary), formulary, profile, paper))
    return path
