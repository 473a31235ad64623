"""The columns and words of the library of instruments."""

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.domain.wording import title_word
from protocol_designer.formulary.instruments import InstrumentDomain, InstrumentForm, KnownInstrument
from protocol_designer.workspace.models.rows import Column, RowsModel


def instruments_model(parent: QObject | None = None) -> RowsModel[KnownInstrument]:
    """Make the table of instruments."""
    return RowsModel(
        (
            Column(_tr("Instrument"), lambda row: row.activity_name),
            Column(_tr("About"), lambda row: title_word(row.domain)),
            Column(_tr("Answered by"), lambda row: form_word(row.form)),
            Column(_tr("Minutes"), minutes, is_number=True),
            Column(_tr("Alert"), lambda row: _tr("yes") if row.alerts else "–"),
        ),
        lambda row: row.id,
        parent,
    )


def matching(
    entries: tuple[KnownInstrument, ...], words: str, domain: InstrumentDomain | None
) -> tuple[KnownInstrument, ...]:
    """Return the instruments of a domain that hold every word, in name, abbreviation or what they measure."""
    wanted = words.casefold().split()
    return tuple(
        entry
        for entry in entries
        if (domain is None or entry.domain is domain) and all(word in _read(entry) for word in wanted)
    )


def form_word(form: InstrumentForm) -> str:
    """Say who answers or measures."""
    return {
        InstrumentForm.SELF_REPORT: _tr("participant"),
        InstrumentForm.INTERVIEW: _tr("participant, asked"),
        InstrumentForm.CLINICIAN: _tr("clinician"),
        InstrumentForm.TEST: _tr("laboratory"),
    }[form]


def minutes(entry: KnownInstrument) -> str:
    """Write the minutes of one time; a dash where no document says them."""
    if entry.minutes_least is None:
        return "–"
    if entry.minutes_least == entry.minutes_most:
        return str(entry.minutes_least)
    return f"{entry.minutes_least} to {entry.minutes_most}"


def described(entry: KnownInstrument) -> str:
    """Tell what is known of an instrument, and what is not."""
    known = minutes(entry)
    lines = [entry.measures]
    facts = [
        _tr("{count} items").format(count=entry.items) if entry.items else _tr("number of items not known")
    ]
    facts.append(_tr("{time} min").format(time=known) if known != "–" else _tr("time not known"))
    facts.append(entry.licence.rstrip(".") if entry.licence else _tr("licence not known: ask its owner"))
    lines.append("; ".join(facts) + ".")
    lines += [_tr("Alert: {text}").format(text=alert) for alert in entry.alerts]
    if entry.note:
        lines.append(entry.note)
    lines += [
        f"{source.text}. {'doi:' + source.doi if source.doi else source.url}" for source in entry.sources
    ]
    return "\n".join(lines)


def _read(entry: KnownInstrument) -> str:
    return f"{entry.activity_name} {entry.measures} {entry.variable} {title_word(entry.domain)}".casefold()


def _tr(text: str) -> str:
    return QCoreApplication.translate("instruments", text)
