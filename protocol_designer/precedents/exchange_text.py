"""The canonical one-line text of any value of a protocol, by which two values are told apart."""

import json
from enum import Enum
from typing import Any

from pydantic import BaseModel

from protocol_designer.quantities import Quantity, TimeOffset


def exchange_text(value: object) -> str:
    """Write a value as the exchange form has it: plain text for plain values, compact JSON for the others."""
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, Quantity | TimeOffset):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int):
        return value
    return str(value)
