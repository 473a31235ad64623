"""Why an item of a published checklist does not apply, where no field of the protocol could say so itself."""

from typing import Annotated

from pydantic import StringConstraints

from protocol_designer.domain.base import Line, Node


class CoverageNote(Node):
    """The reason against one item, such as ``22`` of ``spirit_2025``; it counts while the item is open."""

    checklist: Line
    item: Line
    because: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
