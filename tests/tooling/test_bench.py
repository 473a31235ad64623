"""The benchmark's own parts: a stress protocol that is whole, and a table that replaces only itself."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The modules of the benchmark, as `python tools/bench` sees them."""
    monkeypatch.syspath_prepend(str(ROOT / "tools" / "bench"))
    import readme_table
    import stress

    module = ModuleType("bench")
    module.stress, module.readme_table = stress, readme_table  # type: ignore[attr-defined]  # modules are given what they import
    for name in ("stress", "readme_table"):
        monkeypatch.delitem(sys.modules, name)
    return module


def test_the_stress_protocol_is_whole_and_as_large_as_it_says(
    bench: ModuleType, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    stress = bench.stress.stress_protocol(sample_trial)
    schedule = stress.schedule
    sizes = len(stress.arms), len(schedule.visits), len(schedule.activities), len(stress.regimens)
    assert sizes == (12, 60, 200, 40)
    assert len(schedule.cells) > 4 * len(sample_trial.schedule.cells)
    assert all(arm.regimens for arm in stress.arms)
    assert {regimen.drug for regimen in stress.regimens} == {
        regimen.drug for regimen in sample_trial.regimens
    }
    assert not [finding for finding in review(stress, formulary).findings if finding.is_internal_error]


def test_the_table_replaces_what_stands_between_the_markers(bench: ModuleType, tmp_path: Path) -> None:
    table = bench.readme_table
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n", encoding="utf-8")
    rows = [table.Row("Open", 25.0, "reading", 10.0)]
    table.write_into(readme, table.markdown(rows, "a machine"))
    text = readme.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{table.BEGIN}\n")
    assert text.endswith(f"{table.END}\nafter\n")
    assert "old" not in text
    assert "| Open | 25.0 ms | reading | 10.0 ms | 2.50 |" in text


def test_a_readme_without_markers_is_refused(bench: ModuleType, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the markers"):
        bench.readme_table.write_into(readme, "table")
    assert readme.read_text(encoding="utf-8") == "nothing\n"
