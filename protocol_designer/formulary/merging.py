"""Puts a site's formulary over the shipped one: which limits change, how, and what is refused."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from protocol_designer.domain.messages import sentence
from protocol_designer.formulary.records import (
    Bound,
    Drug,
    Effect,
    EvidenceGrade,
    Formulary,
    Limit,
    LimitChange,
    LimitLevel,
    Source,
)
from protocol_designer.formulary.site import (
    SiteChange,
    SiteFormulary,
    read_site_formulary,
    refuse,
    unusable,
)
from protocol_designer.quantities import Quantity, Unit

SITE_SOURCE = "site-formulary"
"""The source that every changed limit cites: the site formulary itself."""

_OWN_LIMIT = "site."
_PAIRS = ((".low", ".high"), ("tier.t1.", "tier.t2."), ("tier.t2.", "tier.t3."))


def load_site_formulary(path: Path, shipped: Formulary, today: date) -> Formulary:
    """Read a site formulary and put it over the shipped one.

    Raises:
        UnusableFormulary: One sentence with the file, the place and the cure.
    """
    return put_over(shipped, read_site_formulary(path, today), path)


def put_over(shipped: Formulary, site: SiteFormulary, path: Path) -> Formulary:
    """Return the formulary in force when a site's own lies over the shipped one.

    A change looser than a labelled or hard limit, and any change of a reference value, needs a signature of
    its own. A limit that the site adds is shown and printed; no rule can read it, so it must say that it is
    a reference.

    Raises:
        UnusableFormulary: One sentence with the file, the place and the cure.
    """
    known = {limit.key: limit for limit in shipped.limits}
    changes: dict[str, LimitChange] = {}
    limits = dict(known)
    for change in site.changes:
        at = f"changes[{change.limit}]"
        if change.limit not in known:
            refuse(path, f"{at}: there is no limit of this name; list them with protocol-designer formulary")
        if change.limit in changes:
            refuse(path, f"{at}: this limit is changed twice; keep one of them")
        old = known[change.limit]
        made = _change(old, change, at, path)
        changes[old.key] = made
        limits[old.key] = _as_changed(old, change, made, at, path)
    _check_order(limits, changes, path)
    _check_additions(shipped, site, path)
    record = {
        "name": site.name,
        "version": site.version,
        "owner": site.owner,
        "issued_on": site.issued_on,
        "sign_off": site.sign_off.printed,
        "sources": (*shipped.sources, *site.sources, _own_source(site)),
        "drugs": tuple(_with_products((*shipped.drugs, *site.drugs), site)),
        "limits": (*limits.values(), *site.limits),
        "base": shipped.title,
        "changes": tuple(changes.values()),
        "added_limits": tuple(limit.key for limit in site.limits),
        "added_drugs": tuple(drug.id for drug in site.drugs),
        "added_products": tuple(_product_words(shipped, site)),
    }
    try:
        return Formulary.model_validate(record)
    except ValidationError as error:
        raise unusable(path, sentence(error).rstrip(".")) from error


def without_site(shipped: Formulary, notice: str) -> Formulary:
    """Return the shipped formulary where a site's own should be in force and is not; ``notice`` says why."""
    return Formulary.model_validate({**dict(shipped), "notice": notice})


def effect_of(limit: Limit, value: Quantity) -> Effect:
    """Tell what another value does to the review, on the careful side where it depends on the rule."""
    if limit.level is LimitLevel.REFERENCE:
        return Effect.REFERENCE
    is_ceiling = limit.bound in (Bound.ABOVE, Bound.AT_OR_ABOVE)
    if (value < limit.value) if is_ceiling else (value > limit.value):
        return Effect.STRICTER
    if limit.grade is EvidenceGrade.LABEL:
        return Effect.LOOSER_THAN_LABEL
    return Effect.LOOSER_THAN_HARD if limit.level is LimitLevel.HARD else Effect.LOOSER


def _change(old: Limit, change: SiteChange, at: str, path: Path) -> LimitChange:
    for name, value in (("shipped", change.shipped), ("value", change.value)):
        if value.dimension is not old.value.dimension:
            refuse(
                path,
                f"{at}.{name}: {value.printed()} is a {value.dimension.value}, the limit is a "
                f"{old.value.dimension.value}; write it in {old.value.unit}",
            )
    if change.shipped.in_base != old.value.in_base:
        refuse(
            path,
            f"{at}.shipped: the shipped limit is {old.value.printed()}, not {change.shipped.printed()}; "
            "judge the change anew and write the shipped value",
        )
    if change.value.unit is not old.value.unit:
        refuse(path, f"{at}.value: write it in {old.value.unit}, the unit of the shipped limit")
    if old.value.unit is Unit.POINT and old.value.value.denominator == 1 != change.value.value.denominator:
        refuse(path, f"{at}.value: this limit counts; write a whole number")
    if change.value.in_base == old.value.in_base:
        refuse(path, f"{at}.value: this is the shipped value; leave the change out")
    if change.value.in_base == 0:
        refuse(path, f"{at}.value: a limit of zero cannot be judged; write an amount above zero")
    effect = effect_of(old, change.value)
    if effect.must_be_signed and change.accepted_by is None:
        refuse(
            path,
            f"{at}: {change.value.printed()} {_consequence(effect)} ({old.value.printed()}, "
            f"{old.grade.printed}); name who accepts this in accepted_by (name, role, signed_on), or keep "
            "the shipped value",
        )
    return LimitChange(shipped=old, effect=effect, reason=change.reason, accepted_by=change.accepted_by)


def _as_changed(old: Limit, change: SiteChange, made: LimitChange, at: str, path: Path) -> Limit:
    own = {
        "value": change.value,
        "grade": EvidenceGrade.SITE_LOOSER if made.effect.is_beyond_label else EvidenceGrade.SITE,
        "sources": (SITE_SOURCE, *change.sources),
        "note": change.reason,
    }
    try:
        return Limit.model_validate({**dict(old), **own})
    except ValidationError as error:
        raise unusable(path, f"{at}.value: {sentence(error).rstrip('.')}") from error


def _consequence(effect: Effect) -> str:
    return "changes what the rules judge" if effect is Effect.REFERENCE else f"is {effect.printed}"


def _check_order(limits: dict[str, Limit], changes: Iterable[str], path: Path) -> None:
    """Refuse a change after which a soft limit lies beyond its hard one, or a range is upside down."""
    for key in changes:
        for soft_key, hard_key in _partners(key, ".soft", ".hard"):
            soft, hard = limits.get(soft_key), limits.get(hard_key)
            if soft is None or hard is None or soft.value.dimension is not hard.value.dimension:
                continue
            is_ceiling = hard.bound in (Bound.ABOVE, Bound.AT_OR_ABOVE)
            if (soft.value > hard.value) if is_ceiling else (soft.value < hard.value):
                refuse(
                    path,
                    f"changes[{key}].value: the soft limit ({soft.value.printed()}) would lie beyond the "
                    f"hard limit ({hard.value.printed()}) of {hard_key}; change both or neither",
                )
        for lower, higher in _PAIRS:
            for low_key, high_key in _partners(key, lower, higher):
                low, high = limits.get(low_key), limits.get(high_key)
                if low is not None and high is not None and low.value >= high.value:
                    refuse(
                        path,
                        f"changes[{key}].value: {low_key} ({low.value.printed()}) would not lie below "
                        f"{high_key} ({high.value.printed()}); change both or neither",
                    )


def _partners(key: str, one: str, other: str) -> Iterable[tuple[str, str]]:
    if one in key:
        yield key, key.replace(one, other)
    if other in key:
        yield key.replace(other, one), key


def _check_additions(shipped: Formulary, site: SiteFormulary, path: Path) -> None:
    names = {
        name.casefold(): drug
        for drug in shipped.drugs
        for name in (drug.id.replace("_", " "), drug.name, *drug.synonyms)
    }
    for added in site.drugs:
        for name in (added.id.replace("_", " ").replace("-", " "), added.name, *added.synonyms):
            same = next((drug for known, drug in names.items() if _holds(name, known)), None)
            if same is not None:
                refuse(
                    path,
                    f"drugs[{added.id}]: “{name}” is {same.name}, which the rules know; under another "
                    "identity no rule would judge it, so list what you stock under products",
                )
    drugs = {drug.id for drug in (*shipped.drugs, *site.drugs)}
    for entry in site.products:
        if entry.drug not in drugs:
            refuse(path, f"products: {entry.drug} is not among the drugs; check its name or add the drug")
    for limit in site.limits:
        at = f"limits[{limit.key}]"
        if not limit.key.startswith(_OWN_LIMIT):
            refuse(path, f"{at}.key: begin the name of a limit of your own with “{_OWN_LIMIT}”")
        if limit.level is not LimitLevel.REFERENCE:
            refuse(
                path,
                f"{at}.level: no rule reads a limit that a site adds; write “reference”, or change the "
                "shipped limit that the rule reads",
            )
        if limit.grade.is_of_a_site:
            refuse(path, f"{at}.grade: write label, guideline, trial_precedent or proposed")


def _holds(name: str, known: str) -> bool:
    return f" {known} " in f" {name.casefold()} "


def _with_products(drugs: tuple[Drug, ...], site: SiteFormulary) -> Iterable[Drug]:
    for drug in drugs:
        own = tuple(entry.product for entry in site.products if entry.drug == drug.id)
        yield Drug.model_validate({**dict(drug), "products": (*drug.products, *own)}) if own else drug


def _product_words(shipped: Formulary, site: SiteFormulary) -> Iterable[str]:
    names = {drug.id: drug.name for drug in (*shipped.drugs, *site.drugs)}
    for entry in site.products:
        yield f"{names[entry.drug]} {entry.product.strength.printed()}, {entry.product.form}"


def _own_source(site: SiteFormulary) -> Source:
    return Source(
        key=SITE_SOURCE,
        title=f"{site.name} {site.version}, {site.owner}; signed off by {site.sign_off.printed}",
    )
