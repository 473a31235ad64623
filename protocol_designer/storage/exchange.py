"""The exchange form: a protocol as canonical JSON text, read strictly. Leaves files to `opening`."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from protocol_designer.domain.messages import sentence
from protocol_designer.domain.trial import SCHEMA_VERSION, TrialProtocol
from protocol_designer.storage.problems import FromNewerProgram, StorageProblem

LARGEST = 50_000_000
"""Bytes beyond which a text is refused unread; a big protocol has about 200,000."""


def to_json(trial: TrialProtocol) -> str:
    """Write a protocol in the exchange form: keys sorted, one space a level, undecided fields left out.

    The same protocol always gives the same bytes, so that a version control system shows what changed.

    Raises:
        StorageProblem: A number has no finite decimal form and so cannot be written exactly.
    """
    return json.dumps(_plain(trial), sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> TrialProtocol:
    """Read the exchange form. Nothing is repaired: what does not fit is refused.

    Raises:
        StorageProblem: One sentence that says where the text departs from the form.
    """
    if len(text) > LARGEST:
        raise StorageProblem(f"The text is larger than {LARGEST // 1_000_000} MB; this is no protocol.")
    document = look_through(text)
    try:
        return TrialProtocol.model_validate_json(text, strict=True)
    except ValidationError as error:
        told = sentence(error, document=document)
        raise StorageProblem(f"The text does not fit the exchange form: {told}") from error


@dataclass(frozen=True, slots=True)
class Written:
    """A protocol as it is stored: the compact JSON of each top-level field."""

    fields: Mapping[str, str]

    @classmethod
    def parsed(cls, text: str) -> "Written":
        """Take the stored form apart; the text has been read by `from_json` before."""
        return cls({name: compact(value) for name, value in json_value(text).items()})

    @property
    def text(self) -> str:
        """The whole protocol on one line, keys sorted."""
        return "{" + ",".join(f"{compact(name)}:{self.fields[name]}" for name in sorted(self.fields)) + "}"

    def changed_since(self, before: "Written") -> tuple[str, ...]:
        """Name the top-level fields that differ."""
        names = sorted({*self.fields, *before.fields})
        return tuple(name for name in names if self.fields.get(name) != before.fields.get(name))


def written(trial: TrialProtocol, beside: tuple[TrialProtocol, Written] | None = None) -> Written:
    """Write a protocol in the stored form.

    Args:
        beside: An earlier protocol and its stored form; the fields both share are not written anew.

    Raises:
        StorageProblem: As for `to_json`.
    """
    if beside is None:
        return Written({name: compact(value) for name, value in _plain(trial).items()})
    earlier, form = beside
    changed = {
        name for name in TrialProtocol.model_fields if getattr(trial, name) is not getattr(earlier, name)
    }
    fresh = {name: compact(value) for name, value in _plain(trial, changed).items()} if changed else {}
    kept = {name: text for name, text in form.fields.items() if name not in changed}
    return Written({**kept, **fresh})


def compact(value: object) -> str:
    """Write JSON without blanks, keys sorted: the form that is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def json_value(text: str) -> Any:
    """Parse JSON that this module wrote or has looked through."""
    return json.loads(text)


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(trial: TrialProtocol, only: set[str] | None = None) -> dict[str, Any]:
    try:
        return trial.model_dump(mode="json", exclude_none=True, include=only)
    except PydanticSerializationError as error:
        raise StorageProblem(
            f"A value of the protocol cannot be written exactly ({error}); give it as a finite decimal."
        ) from error


def look_through(text: str) -> dict[str, Any]:
    """Parse the text; refuse what a JSON parser would let pass or choke on, and a form that is newer."""
    try:
        content = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except RecursionError as error:
        raise StorageProblem(
            "The text is nested too deeply to be a protocol; check where it comes from."
        ) from error
    except json.JSONDecodeError as error:
        raise StorageProblem(
            f"The text is not JSON (line {error.lineno}, column {error.colno}: {error.msg}); "
            "export the protocol again or mend that place."
        ) from error
    except ValueError as error:
        raise StorageProblem(f"The text is not a protocol: {error}; mend that place.") from error
    if not isinstance(content, dict):
        raise StorageProblem("The text is JSON but not a protocol; a protocol is one object in braces.")
    version = content.get("schema_version", SCHEMA_VERSION)
    if type(version) is not int:
        raise StorageProblem(
            f"The text is not a protocol: schema_version is a whole number, {SCHEMA_VERSION}."
        )
    if version > SCHEMA_VERSION:
        raise FromNewerProgram(
            f"The protocol is in exchange form {version}, but this program reads up to {SCHEMA_VERSION}; "
            "open it with a newer version of the program."
        )
    return content


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise ValueError(f"the field {name[:60]!a} is written twice in one object")
            seen.add(name)
    return result


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not a number")
