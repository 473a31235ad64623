"""Tells the faults that are written for people from those inside the program, and their exit codes."""

from protocol_designer.formulary.loading import UnusableFormulary
from protocol_designer.precedents.library import UnknownTemplate, UnusableTemplate
from protocol_designer.precedents.start import CannotStart
from protocol_designer.rules.registry import UnusableRule
from protocol_designer.self_test import SelfTestFailed
from protocol_designer.storage.problems import StorageProblem

_FOR_PEOPLE = (
    CannotStart,
    SelfTestFailed,
    StorageProblem,
    UnknownTemplate,
    UnusableFormulary,
    UnusableRule,
    UnusableTemplate,
)


class CommandRefused(Exception):  # noqa: N818  # a refusal that is told to the user; “Error” would claim that the program failed
    """A command that cannot be carried out; the message is one sentence, ``code`` the exit code."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def told_to_people(fault: Exception) -> tuple[str | None, int]:
    """Return the sentence of a fault, None for one inside the program, and the exit code."""
    if isinstance(fault, CommandRefused):
        return str(fault), fault.code
    if isinstance(fault, _FOR_PEOPLE):
        return str(fault), 2
    if isinstance(fault, FileNotFoundError) and fault.errno is None:
        return str(fault), 2  # a shipped file is missing: the message of resource_paths
    if isinstance(fault, OSError) and fault.filename is None and fault.errno is not None:
        return f"the output cannot be written ({fault.strerror}); send it elsewhere.", 2
    return None, 2
