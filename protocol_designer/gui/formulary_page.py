"""The pages of the formulary: the library in force, one drug, one limit with what a site changed."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Drug, Formulary, Limit
from protocol_designer.gui.reference_dialog import page_column
from protocol_designer.gui.rule_page import add_sources, ground
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.typography import FIELD_GAP, PAGE_TITLE
from protocol_designer.rules.registry import Rule


def _tr(text: str) -> str:
    return QCoreApplication.translate("formulary_page", text)


def drug_page(drug: Drug, formulary: Formulary) -> QWidget:
    """Return what is known of a drug."""
    body, column = page_column()
    column.addWidget(heading(drug.name, size=PAGE_TITLE))
    told = [drug.drug_class, drug.legal_schedule or _tr("no controlled-drug schedule listed")]
    column.addWidget(small_print(" · ".join(told)))
    if drug.id in formulary.added_drugs:
        column.addWidget(text_label(_tr("Added by the site. No rule judges its dose.")))
    for title, lines in (
        (_tr("Products"), [_product(drug, number) for number in range(len(drug.products))]),
        (_tr("Routes"), [", ".join(word(route) for route in drug.routes)] if drug.routes else []),
        (_tr("Onset"), [drug.onset] if drug.onset else []),
        (_tr("Duration"), [drug.duration] if drug.duration else []),
        (_tr("Contraindications"), drug.contraindications),
        (_tr("Interactions"), drug.interactions),
        (_tr("Not to be mixed with"), [", ".join(_names(drug.incompatible_with, formulary))]),
        (_tr("Monitoring"), [drug.monitoring] if drug.monitoring else []),
        (_tr("Also called"), [", ".join(drug.synonyms)]),
    ):
        _add(column, title, [line for line in lines if line])
    limits = [limit for limit in formulary.limits if limit.drug == drug.id]
    if limits:
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(_tr("Limits")))
    for limit in limits:
        column.addWidget(text_label(f"{limit.what}: {word(limit.bound)} {limit.value.printed()}"))
        column.addWidget(small_print(ground(limit, formulary)))
    column.addSpacing(FIELD_GAP)
    column.addWidget(heading(_tr("Sources")))
    add_sources(column, [*drug.sources, *(key for limit in limits for key in limit.sources)], formulary)
    column.addStretch()
    return body


def limit_page(limit: Limit, formulary: Formulary, rules: Iterable[Rule]) -> QWidget:
    """Return one limit: value, ground, what a site changed, which rules read it."""
    body, column = page_column()
    column.addWidget(heading(limit.what, size=PAGE_TITLE))
    drug = formulary.drug(limit.drug) if limit.drug else None
    told = [drug.name if drug else _tr("no single drug")]
    told += [word(limit.route)] if limit.route else []
    column.addWidget(small_print(" · ".join([*told, limit.key])))
    _add(column, _tr("Limit"), [f"{word(limit.bound).capitalize()} {limit.value.printed()}"])
    column.addWidget(small_print(ground(limit, formulary)))
    change = formulary.change_of(limit.key)
    if change:
        shipped = f"{change.shipped.value.printed()} ({change.shipped.grade.printed})"
        _add(column, _tr("Changed by the site"), [_tr("Shipped: {value}").format(value=shipped)])
        column.addWidget(text_label(_tr("Effect: {effect}").format(effect=change.effect.printed)))
        column.addWidget(text_label(_tr("Reason: {reason}").format(reason=change.reason)))
        if change.accepted_by:
            column.addWidget(text_label(_tr("Accepted by {name}").format(name=change.accepted_by.printed)))
    elif limit.note:
        _add(column, _tr("Note"), [limit.note])
    reading = [f"{rule.id}  {rule.title}" for rule in rules if limit.key in rule.limits]
    _add(column, _tr("Read by"), reading or [_tr("No rule; it informs only.")])
    if limit.sources:
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(_tr("Sources")))
        add_sources(column, list(limit.sources), formulary)
    column.addStretch()
    return body


def _add(column: QVBoxLayout, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    column.addSpacing(FIELD_GAP)
    column.addWidget(heading(title))
    for line in lines:
        column.addWidget(text_label(line))


def _product(drug: Drug, number: int) -> str:
    product = drug.products[number]
    note = f" ({product.note})" if product.note else ""
    return f"{product.strength.printed()}, {product.form}{note}"


def _names(drug_ids: Iterable[str], formulary: Formulary) -> list[str]:
    known = [(drug_id, formulary.drug(drug_id)) for drug_id in drug_ids]
    return [drug.name.lower() if drug else drug_id.replace("_", " ") for drug_id, drug in known]
