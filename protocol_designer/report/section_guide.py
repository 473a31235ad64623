"""What each section of ICH M11 is for, what the program prints in it from fields, and which items it serves.

The sentences are data (``resources/m11_guide.json``). Items of SPIRIT 2025 are found through the checklist:
those that ask for the section's own text, or for a field that is printed in it.
"""

from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from protocol_designer.domain.base import Line, Node
from protocol_designer.domain.places import Place
from protocol_designer.report.checklist import ChecklistItem, load_checklist
from protocol_designer.resource_paths import data_path

_BROAD = ("identity", "design", "population", "harms")
"""Parts that many sections print from, so that they tell nothing of the items one section serves."""


class SectionGuide(Node):
    """One section. ``places`` are the fields that ``prints`` comes from; both are empty where all is text."""

    purpose: Line
    prints: Line | None = None
    places: tuple[Place, ...] = ()


@cache
def section_guides() -> Mapping[str, SectionGuide]:
    """Return the guide of every section with a text of its own, by number.

    Raises:
        FileNotFoundError: This installation lacks it.
    """
    data = data_path("resources", "m11_guide.json").read_bytes()
    return TypeAdapter(dict[str, SectionGuide]).validate_json(data)


@cache
def items_served_by(number: str) -> tuple[ChecklistItem, ...]:
    """Return the items of SPIRIT 2025 that a section answers, wholly or in part."""
    guide = section_guides()[number]
    return tuple(item for item in load_checklist("spirit_2025").items if _serves(number, guide, item))


def _serves(number: str, guide: SectionGuide, item: ChecklistItem) -> bool:
    asked = {*(place for need in item.needs for place in need), *item.parts, *item.also, *item.at}
    if f"section {number}" in asked or f"s-{number}" in asked:
        return True
    precise = [place for place in guide.places if place not in _BROAD]
    return any(one == place or one.startswith(f"{place}.") for one in asked for place in precise)
