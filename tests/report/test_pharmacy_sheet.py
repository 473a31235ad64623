"""The pharmacy sheet: every number against plain fractions, what marks it, what it says without one."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pypdf
import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import doses
from protocol_designer.export.pdf.extract import write_extract
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import Quantity
from protocol_designer.report.blocks import Document, RowKind, Table, texts_of
from protocol_designer.report.pharmacy_sheet import PURPOSE, pharmacy_document
from protocol_designer.rules.engine import review
from protocol_designer.workspace.pharmacy_job import sheet_parts

CONCENTRATION = Fraction("1.2")
STEPS = ((Fraction("0.11"), 2), (Fraction("0.6"), 50))


def sheet(trial: TrialProtocol, formulary: Formulary, *regimen_ids: str) -> Document:
    report = review(trial, formulary)
    chosen = tuple(one for one in trial.regimens if one.id in regimen_ids) if regimen_ids else trial.regimens
    return pharmacy_document(trial, report, formulary, list(sheet_parts(trial, report, formulary, chosen)))


def ketamine(trial: TrialProtocol):  # type: ignore[no-untyped-def]  # the study drug of the sample
    return next(one for one in trial.regimens if one.drug == "ketamine")


def table(document: Document, words: str) -> Table:
    return next(one for one in document.blocks if isinstance(one, Table) and words in one.caption)


def cells(made: Table) -> Iterator[list[str]]:
    for row in made.rows:
        yield ["".join(run.text for run in cell.runs) for cell in row.cells]


def words_of(document: Document) -> str:
    return " ".join(text for block in document.blocks for text, _ in texts_of(block))


def to_four_digits(value: Fraction) -> Fraction:
    """Round half to even at four significant digits, the slow way."""
    whole = len(str(int(value))) if value >= 1 else 0
    assert value >= Fraction(1, 10)
    return Fraction(round(value * 10 ** max(0, 4 - whole)), 10 ** max(0, 4 - whole))


def test_every_number_of_the_pump_table_follows_from_the_dose(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    study = ketamine(sample_trial)
    assert [(one.amount.value, one.duration.value) for one in study.steps] == list(STEPS)
    assert study.preparation.final_concentration == Quantity.parse("1.2 mg/mL")
    assert study.preparation.pump_resolution == Quantity.parse("0.1 mL/h")
    rows = list(cells(table(sheet(sample_trial, formulary, study.id), "Pump table")))
    assert [row[0] for row in rows] == [str(kg) for kg in range(50, 101, 5)]
    for row in rows:
        weight, total = Fraction(row[0]), Fraction(0)
        for at, (per_kg, minutes) in enumerate(STEPS):
            mg, ml, per_hour, error = row[1 + 4 * at : 5 + 4 * at]
            dose = per_kg * weight
            volume = dose / CONCENTRATION
            rate = volume * 60 / minutes
            pump = Fraction(round(rate * 10), 10)
            assert Fraction(mg) == dose
            assert Fraction(ml) == to_four_digits(volume)
            assert Fraction(per_hour) == pump
            moved = (pump / rate - 1) * 100
            assert Fraction(error.replace("−", "-").replace("+", "")) == pytest.approx(moved, rel=0.05)
            assert error.startswith("+") == (moved > 0)
            assert error.startswith("−") == (moved < 0)
            total += dose
        assert Fraction(row[9]) == total
        assert Fraction(row[10]) == Fraction("0.71")
        assert Fraction(row[11]) == to_four_digits(total / CONCENTRATION)


def test_a_capped_weight_gets_the_cap_and_says_so(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    study = ketamine(sample_trial)
    trial = doses.set_cap(study, Quantity.parse("49.7 mg"))(sample_trial)
    rows = {row[0]: row for row in cells(table(sheet(trial, formulary, study.id), "Pump table"))}
    assert rows["70"][11] == "49.7"
    assert "capped" not in rows["70"][-1]
    assert rows["100"][11] == "49.7"
    assert "capped" in rows["100"][-1]
    share = Fraction("0.6") / Fraction("0.71")
    assert Fraction(rows["100"][6]) == to_four_digits(Fraction("49.7") * share)


def test_the_sheet_names_protocol_product_purpose_and_check_lines(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    study = ketamine(sample_trial)
    document = sheet(sample_trial, formulary, study.id)
    words = words_of(document)
    identity = sample_trial.identity
    for wanted in (identity.protocol_number, f"version {identity.version}", study.formulation, PURPOSE):
        assert str(wanted) in words
    assert "Step 2 runs at 0.012 mg/kg/min at every weight" in words
    checks = [row[0] for row in cells(table(document, "Check lines"))]
    assert any("second person" in one for one in checks)
    assert not document.is_draft


def test_the_worst_case_row_is_marked(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    made = table(sheet(sample_trial, formulary, ketamine(sample_trial).id), "Pump table")
    marked = [row.cells[0].runs[0].text for row in made.rows if row.kind is RowKind.MARKED]
    assert marked == ["100"]


def test_a_hard_limit_makes_it_a_draft_and_stands_in_words_in_the_rows_that_break_it(
    sample_trial: TrialProtocol, formulary: Formulary, tmp_path: Path
) -> None:
    study = ketamine(sample_trial)
    trial = doses.set_cap(study, None)(sample_trial)
    trial = doses.set_amount(trial.regimen(study.id), 1, Quantity.parse("1.9 mg/kg"))(trial)
    document = sheet(trial, formulary, study.id)
    assert document.is_draft
    assert all("hard limit" in row[-1] for row in cells(table(document, "Pump table")))
    path = tmp_path / "sheet.pdf"
    write_extract(document, path)
    pages = pypdf.PdfReader(path).pages
    assert all("DRAFT" in page.extract_text().upper() for page in pages)


def test_many_steps_stand_two_to_a_table(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    flumazenil = next(one for one in sample_trial.regimens if len(one.steps) > 2)
    document = sheet(sample_trial, formulary, flumazenil.id)
    captions = [one.caption for one in document.blocks if isinstance(one, Table) and "Pump" in one.caption]
    assert len(captions) == (len(flumazenil.steps) + 1) // 2
    assert "step 1 and 2" in captions[0]


def test_what_is_not_decided_is_named_instead_of_a_table(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    bounds = sample_trial.population.model_copy(update={"weight_max": None})
    trial = sample_trial.model_copy(update={"population": bounds})
    document = sheet(trial, formulary, ketamine(trial).id)
    assert "needs the eligible weight range" in words_of(document)
    assert not any(isinstance(one, Table) and "Pump" in one.caption for one in document.blocks)


def test_a_matched_step_of_diluent_has_volume_and_rate_but_no_drug(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    midazolam = next(one for one in sample_trial.regimens if one.matched_to)
    row = next(iter(cells(table(sheet(sample_trial, formulary, midazolam.id), "Pump table"))))
    weight = Fraction(row[0])
    assert row[1] == "0"
    volume = STEPS[0][0] * weight / CONCENTRATION
    assert Fraction(row[2]) == to_four_digits(volume)
    assert Fraction(row[3]) == Fraction(round(volume * 30 * 10), 10)
