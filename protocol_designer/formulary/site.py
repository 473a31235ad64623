"""A site's own formulary as it stands in its file, read strictly; merging.py puts it over ours."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Literal, NoReturn

from pydantic import ValidationError

from protocol_designer.domain.base import CalendarDate, Line, Node, PartId, Prose
from protocol_designer.domain.messages import sentence
from protocol_designer.formulary.loading import UnusableFormulary
from protocol_designer.formulary.records import Drug, Limit, Product, SignOff, Source
from protocol_designer.quantities import Quantity

_LARGEST = 1_000_000


class SiteChange(Node):
    """Another value for a shipped limit. ``shipped`` is the value that the site knows it replaces."""

    limit: Line
    shipped: Quantity
    value: Quantity
    reason: Prose
    accepted_by: SignOff | None = None
    sources: tuple[Line, ...] = ()


class SiteProduct(Node):
    """A presentation that the site stocks, of a drug that is known."""

    drug: PartId
    product: Product


class SiteFormulary(Node):
    """The content of a site formulary file."""

    format: Literal["protocol-designer site formulary 1"]
    name: Line
    version: Line
    owner: Line
    issued_on: CalendarDate
    sign_off: SignOff
    changes: tuple[SiteChange, ...] = ()
    limits: tuple[Limit, ...] = ()
    products: tuple[SiteProduct, ...] = ()
    drugs: tuple[Drug, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def signatures(self) -> tuple[SignOff, ...]:
        """Every signature in the file, that of the whole first."""
        return self.sign_off, *(change.accepted_by for change in self.changes if change.accepted_by)


def read_site_formulary(path: Path, today: date) -> SiteFormulary:
    """Read a site formulary from its file.

    Raises:
        UnusableFormulary: One sentence with the file, the place and the cure.
    """
    try:
        if path.stat().st_size > _LARGEST:
            refuse(path, "it is larger than 1 MB and no site formulary; choose another file")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise unusable(path, "it is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise unusable(path, f"it cannot be read ({error.strerror}); check its name and folder") from error
    return site_formulary_from(text, path, today)


def site_formulary_from(text: str, path: Path, today: date) -> SiteFormulary:
    """Read a site formulary from the text of a file; ``path`` is named in what is refused.

    Raises:
        UnusableFormulary: One sentence with the file, the place and the cure.
    """
    record = _parsed(text, path)
    try:
        site = SiteFormulary.model_validate(record)
    except ValidationError as error:
        raise unusable(path, sentence(error, document=record).rstrip(".")) from error
    _check_days(site, path, today)
    return site


def unusable(path: Path, why: str) -> UnusableFormulary:
    """Make the refusal of a file: “The site formulary x.json cannot be used: why.”"""
    name = "".join(character if character.isprintable() else "�" for character in path.name)
    return UnusableFormulary(f"The site formulary {name} cannot be used: {why}.")


def refuse(path: Path, why: str) -> NoReturn:
    """Refuse a file.

    Raises:
        UnusableFormulary: Always.
    """
    raise unusable(path, why)


def _parsed(text: str, path: Path) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                refuse(path, f"the key “{key}” is written twice in one object; keep one of them")
            seen[key] = value
        return seen

    def number(digits: str) -> NoReturn:
        refuse(
            path, f"{digits} is a bare number; write every amount as text with its unit, as in “0.5 mg/kg”"
        )

    try:
        return json.loads(
            text, object_pairs_hook=once, parse_float=number, parse_int=number, parse_constant=number
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise unusable(path, f"{where} is not JSON ({error.msg}); mend it there") from error
    except RecursionError as error:
        raise unusable(path, "it is nested too deeply; follow the example in the documentation") from error


def _check_days(site: SiteFormulary, path: Path, today: date) -> None:
    if site.issued_on > today:
        refuse(path, f"issued_on: {site.issued_on} lies in the future; write the day it was issued")
    for signature in site.signatures:
        if signature.signed_on > today:
            refuse(
                path,
                f"signed_on: {signature.name} signed on {signature.signed_on}, which lies in the future; "
                "write the day of the signature",
            )
