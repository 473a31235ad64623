"""The process that lays pages out while the window stays free: orders in, pages out, the latest one wins.

Runs `serve` in a process of its own. A long message is only ever sent to a side that waits for it, so that
neither the window nor this process is held up by the other.
"""

import gc
import signal
from multiprocessing.connection import Connection
from typing import NamedTuple

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.section_states import SectionState


class PageOrder(NamedTuple):
    """What to lay out; ``profile`` and ``paper`` are those of an export."""

    trial: TrialProtocol
    profile: str
    paper: str
    earlier: TrialProtocol | None = None


class Standing(NamedTuple):
    """How the sections of ICH M11 stand; it comes before the pages."""

    sections: tuple[SectionState, ...]


class Refused(NamedTuple):
    """The pages cannot be made; one sentence with the cure."""

    sentence: str


READY = "ready"
"""The process waits for what comes next: the formulary, then orders."""

STOP = "stop"
"""Sent while an order is worked on: it is given up between two steps, for a later one waits."""


class _GivenUp(Exception):  # noqa: N818  # ends work that a newer order replaced; nobody is told of an error
    """A later order waits."""


def serve(pipe: Connection) -> None:
    """Answer orders until the window closes its end: first the formulary, then one `PageOrder` at a time."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _serve(pipe)
    except (EOFError, OSError):
        return  # the window is gone


def _serve(pipe: Connection) -> None:
    from protocol_designer.export.pdf.export import ExportProblem, printed_pages
    from protocol_designer.precedents.library import load_templates
    from protocol_designer.report.document import compose
    from protocol_designer.report.section_states import section_states
    from protocol_designer.rules.engine import review

    pipe.send(READY)
    formulary: Formulary = pipe.recv()
    library = load_templates()
    pipe.send(READY)

    def proceed() -> None:
        if pipe.poll():
            raise _GivenUp

    while True:
        order = pipe.recv()
        if order == STOP:
            continue  # it crossed with the answer
        gc.disable()  # it would walk through all that is laid out again and again
        try:
            report = review(order.trial, formulary)
            document = compose(order.trial, report, formulary, order.profile, library, earlier=order.earlier)
            pipe.send(Standing(section_states(document, order.trial)))
            proceed()
            printed = printed_pages(
                document,
                order.trial,
                report,
                order.profile,
                order.paper,
                earlier=order.earlier,
                proceed=proceed,
            )
            pipe.send(printed)
        except ExportProblem as problem:
            pipe.send(Refused(str(problem)))
        except _GivenUp:
            pass
        pipe.send(READY)
        del order
        gc.collect()
