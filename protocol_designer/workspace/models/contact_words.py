"""The therapy time of each arm in one sentence, and whether it is the same."""

from PySide6.QtCore import QCoreApplication

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import rounded_decimal
from protocol_designer.workspace.models.therapy_rows import Contact, contact_rows


def contact_in_words(trial: TrialProtocol) -> str:
    """Say how many minutes of therapy each arm has, and that they are unequal where they are.

    Sessions without a length are counted beside the minutes. Empty while no arm has a session.
    """
    rows = contact_rows(trial)
    if not any(row.sessions for row in rows):
        return ""
    if len({(row.minutes, row.without_length) for row in rows}) == 1:
        each = _time(rows[0])
        return _tr("Therapy time: {time} in every arm.").format(time=each)
    told = "; ".join(f"{row.name} {_time(row)}" for row in rows)
    return _tr(
        "Therapy time is unequal: {told}. Unequal care time can pass for an effect of the treatment."
    ).format(told=told)


def _time(row: Contact) -> str:
    known = f"{rounded_decimal(row.minutes)} min"
    if not row.without_length:
        return known
    count = row.without_length
    rest = _tr("1 session") if count == 1 else _tr("{count} sessions").format(count=count)
    if not row.minutes:
        return _tr("{sessions} of open length").format(sessions=rest)
    return _tr("{known} + {sessions} of open length").format(known=known, sessions=rest)


def _tr(text: str) -> str:
    return QCoreApplication.translate("arms", text)
