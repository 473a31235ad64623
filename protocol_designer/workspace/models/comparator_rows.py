"""The comparators of a protocol and how each compares with the study drug, as rows and sentences."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.derived.matching import MatchPoint, MatchState, no_longer_matched
from protocol_designer.domain.interventions import DoseBasis, DrugRegimen, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.report.dose_words import dose_in_words, short_dose
from protocol_designer.report.source_words import document_line, origin
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace


def comparators_of(trial: TrialProtocol) -> tuple[DrugRegimen, ...]:
    """Return the regimens that are given as comparators."""
    return tuple(regimen for regimen in trial.regimens if regimen.use is RegimenUse.COMPARATOR)


def imitated_by(trial: TrialProtocol, own: DrugRegimen) -> DrugRegimen | None:
    """Return the study regimen that a comparator is matched to, or None."""
    return next((study for study in trial.regimens if study.id == own.matched_to), None)


def comparators_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[DrugRegimen]:
    """Make the table of comparators."""
    return RowsModel(
        (
            Column(
                _tr("Comparator"),
                lambda row: row.name,
                mark=mark_of(workspace, lambda row: f"regimens[{row.id}]"),
            ),
            Column(_tr("Dose"), lambda row: short_dose(row) or dose_in_words(row)),
            Column(_tr("Match"), lambda row: _state(workspace.trial, row)),
        ),
        lambda row: row.id,
        parent,
    )


def points_model(parent: QObject | None = None) -> RowsModel[MatchPoint]:
    """Make the table of what was compared."""
    return RowsModel(
        (
            Column(_tr("Property"), lambda row: _tr(row.what)),
            Column(_tr("Study drug"), lambda row: row.study or _tr("not decided")),
            Column(_tr("Comparator"), lambda row: row.own or _tr("not decided")),
            Column(_tr("Result"), point_in_words),
        ),
        lambda row: row.what,
        parent,
    )


def point_in_words(point: MatchPoint) -> str:
    """Say the result of one comparison."""
    if point.state is MatchState.SAME:
        return _tr("Same")
    if not point.study and not point.own:
        return _tr("Not decided for either")
    if point.is_copied and not point.study:
        return _tr("Study drug not decided")
    if not point.is_copied:
        return _tr("Differs; yours to decide") if point.own and point.study else _tr("Yours to decide")
    return _tr("No longer matches")


def dose_sentences(
    trial: TrialProtocol, own: DrugRegimen, is_reported: Callable[[], bool] | None = None
) -> tuple[str, ...]:
    """Say of each step of a comparator where its dose comes from, or that it is open.

    Args:
        is_reported: Tells whether a prior study reports a dose; asked only where one is open.
    """
    told = []
    for index, step in enumerate(own.steps):
        number = index + 1
        if step.basis is DoseBasis.VOLUME_MATCHED:
            told.append(_tr("Step {n}: no active drug, the same volume as the study drug.").format(n=number))
            continue
        if step.amount is None:
            told.append(_open_dose(number, is_reported))
            continue
        entry = provenance_at(trial, f"regimens[{own.id}].steps[{index}].amount")
        source = f"{origin(entry)}; {document_line(entry)}" if entry else _tr("no source is kept with it")
        told.append(
            _tr("Step {n}: {amount} ({source}).").format(
                n=number, amount=step.amount.printed(), source=source
            )
        )
    if not own.steps:
        told.append(_tr("It has no steps: an active treatment keeps a route, times and dose of its own."))
    return tuple(told)


def _open_dose(number: int, is_reported: Callable[[], bool] | None) -> str:
    if is_reported is not None and not is_reported():
        return _tr(
            "Step {n}: the dose is open, for no prior study in the library reports one by this route."
        ).format(n=number)
    return _tr("Step {n}: the dose is open.").format(n=number)


def _state(trial: TrialProtocol, own: DrugRegimen) -> str:
    study = imitated_by(trial, own)
    if study is None:
        return _tr("Not matched to a study drug")
    count = len(no_longer_matched(trial, own, study))
    if not count:
        return _tr("Matched to {study}").format(study=study.name)
    if count == 1:
        return _tr("1 property no longer matches")
    return _tr("{count} properties no longer match").format(count=count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("comparators", text)
