"""The formulary on the command line: which one is in force, and what it holds."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from protocol_designer.domain.wording import word
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.formulary.merging import load_site_formulary
from protocol_designer.formulary.records import Drug, Formulary, Limit, LimitChange
from protocol_designer.rules.engine import check_declarations


def formulary_in_force(path: Path | None) -> Formulary:
    """Return the shipped formulary, or a site's own over it; what the window remembers does not count here.

    Raises:
        UnusableFormulary: A file cannot be trusted.
        UnusableRule: A rule names a limit or source that is missing.
    """
    formulary = load_formulary()
    if path is not None:
        formulary = load_site_formulary(path, formulary, datetime.now(UTC).astimezone().date())
    check_declarations(formulary)
    return formulary


def show_formulary(chosen: argparse.Namespace) -> int:
    """Print the formulary, or verify a site's own and say what it changes."""
    formulary = formulary_in_force(chosen.file)
    if chosen.json:
        print(json.dumps(formulary_record(formulary), indent=1, ensure_ascii=False))
    else:
        print("\n".join(_lines(formulary)))
    return 0


def formulary_record(formulary: Formulary) -> dict[str, Any]:
    """Return a formulary as JSON values; a changed limit says what was shipped."""
    record: dict[str, Any] = formulary.model_dump(mode="json", exclude={"changes"}, exclude_none=True)
    for limit in record["limits"]:
        change = formulary.change_of(limit["key"])
        limit["changed"] = None if change is None else change_record(change)
    return record


def change_record(change: LimitChange) -> dict[str, Any]:
    """Return what a site did to a limit as JSON values."""
    accepted = change.accepted_by
    return {
        "shipped": str(change.shipped.value),
        "shipped_grade": change.shipped.grade.value,
        "effect": change.effect.value,
        "reason": change.reason,
        "accepted_by": accepted.model_dump(mode="json") if accepted else None,
    }


def _lines(formulary: Formulary) -> Iterator[str]:
    yield f"{formulary.name} {formulary.version}"
    yield f"  Owner      {formulary.owner}"
    yield f"  Issued on  {formulary.issued_on}"
    yield f"  Sign-off   {formulary.sign_off or 'not signed off by a site'}"
    if formulary.base:
        yield f"  Over       {formulary.base}"
        yield ""
        yield f"Changed limits ({len(formulary.changes)})"
        for change in formulary.changes:
            yield from _change_lines(change, formulary.limit(change.shipped.key))
        for title, added in (
            ("Drugs added; no rule judges their dose", formulary.added_drugs),
            ("Products added", formulary.added_products),
            ("Reference limits added", formulary.added_limits),
        ):
            if added:
                yield ""
                yield title
                yield from (f"  {name}" for name in added)
    for drug in formulary.drugs:
        yield ""
        yield from _drug_lines(drug, formulary)
    yield ""
    yield "Limits of no single drug"
    for limit in formulary.limits:
        if limit.drug is None:
            yield from _limit_lines(limit, formulary)


def _change_lines(change: LimitChange, limit: Limit) -> Iterator[str]:
    flag = "!" if change.effect.is_beyond_label else "*"
    yield f"{flag} {limit.key}: {limit.value.printed()} ({change.printed})"
    yield f"    {change.reason}"
    if change.accepted_by:
        yield f"    Accepted by {change.accepted_by.printed}"


def _drug_lines(drug: Drug, formulary: Formulary) -> Iterator[str]:
    yield f"{drug.name} ({drug.id}): {drug.drug_class}"
    if drug.products:
        yield f"  {'; '.join(f'{p.strength.printed()} {p.form}' for p in drug.products)}"
    for limit in formulary.limits:
        if limit.drug == drug.id:
            yield from _limit_lines(limit, formulary)


def _limit_lines(limit: Limit, formulary: Formulary) -> Iterator[str]:
    change = formulary.change_of(limit.key)
    mark = "  " if change is None else "! " if change.effect.is_beyond_label else "* "
    shipped = "" if change is None else f"; shipped: {change.shipped.value.printed()}"
    fires = f"{word(limit.bound)} {limit.value.printed()}"
    yield f"{mark}{limit.key}: {fires} ({limit.level.value}, {limit.grade.printed}{shipped})"
