"""Takes times: medians of repeated calls in this process, and of starting another until it is ready."""

import gc
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

READY = "ready"
"""What a started process prints when its window can be used."""


def median_ms(action: Callable[[], object], times: int) -> float:
    """Return the median time of an action in milliseconds, after one call that is not counted."""
    action()
    gc.collect()
    return statistics.median(elapsed_ms(action) for _ in range(times))


def elapsed_ms(action: Callable[[], object]) -> float:
    """Return the time of one call in milliseconds."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


Program = Sequence[str | Path]
"""A program with its arguments."""


def starts_ms(programs: Sequence[Program], times: int) -> tuple[float, ...]:
    """Return the median time from starting each program until it is ready; the first round is not counted.

    Raises:
        RuntimeError: A program ended without becoming ready; its error output is in the message.
    """
    rounds = [[_start_ms(program) for program in programs] for _ in range(times + 1)][1:]
    return tuple(statistics.median(column) for column in zip(*rounds, strict=True))


def _start_ms(program: Program) -> float:
    # An installed program keeps its compiled modules; a setting that forbids them would measure the compiler.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        spent = (time.perf_counter() - began) * 1000
        _, errors = process.communicate()
    if said != READY:
        raise RuntimeError(f"{program[0]} did not start: {errors}")
    return spent
