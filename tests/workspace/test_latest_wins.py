"""Work in another thread: the newest order is told, those in between are not, and nothing is left running."""

import sys
import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from protocol_designer.workspace.latest_wins import LatestWins


class Slow:
    """Work that waits until it is released."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.seen: list[tuple[object, int]] = []

    def __call__(self, order: object) -> str:
        self.seen.append((order, threading.get_ident()))
        self.may_go_on.wait(10)
        return f"done {order}"


def test_only_the_newest_order_is_told_and_those_in_between_are_never_begun(qtbot: QtBot) -> None:
    work = Slow()
    feed = LatestWins(work, "test")
    told: list[object] = []
    feed.came.connect(told.append)
    feed.ask("first")
    qtbot.waitUntil(lambda: len(work.seen) == 1)
    feed.ask("second")
    feed.ask("third")
    assert not feed.is_settled
    work.may_go_on.set()
    qtbot.waitUntil(lambda: feed.is_settled)
    assert told == ["done third"]
    assert [order for order, _ in work.seen] == ["first", "third"]


def test_the_work_is_not_done_in_the_thread_of_keys_and_clicks(qtbot: QtBot) -> None:
    work = Slow()
    work.may_go_on.set()
    feed = LatestWins(work, "test")
    with qtbot.waitSignal(feed.came):
        feed.ask("order")
    assert work.seen[0][1] != threading.get_ident()


def test_an_order_comes_also_after_one_that_was_told(qtbot: QtBot) -> None:
    work = Slow()
    work.may_go_on.set()
    feed = LatestWins(work, "test")
    told: list[object] = []
    feed.came.connect(told.append)
    for order in ("one", "two"):
        with qtbot.waitSignal(feed.came):
            feed.ask(order)
    assert told == ["done one", "done two"]


def test_after_waiting_nothing_runs_and_nothing_is_told(qtbot: QtBot) -> None:
    work = Slow()
    feed = LatestWins(work, "test")
    told: list[object] = []
    feed.came.connect(told.append)
    feed.ask("order")
    qtbot.waitUntil(lambda: len(work.seen) == 1)
    work.may_go_on.set()
    feed.wait()
    qtbot.wait(20)
    assert feed.is_settled
    assert told == []


def test_who_goes_while_work_is_under_way_leaves_no_thread_behind(qtbot: QtBot) -> None:
    work = Slow()
    owner = QObject()
    feed = LatestWins(work, "test", owner)
    feed.ask("order")
    qtbot.waitUntil(lambda: len(work.seen) == 1)
    threading.Timer(0.05, work.may_go_on.set).start()
    owner.deleteLater()
    qtbot.waitUntil(lambda: not isValid(owner))
    assert work.may_go_on.is_set()


@pytest.mark.no_qt_log
def test_work_that_breaks_off_is_told_and_the_next_order_is_taken(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fragile(order: object) -> object:
        if order == "bad":
            raise ZeroDivisionError
        return order

    broken: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: broken.append(kind))
    feed = LatestWins(fragile, "test")
    with qtbot.captureExceptions() as caught, qtbot.waitSignal(feed.lost):
        feed.ask("bad")
    with qtbot.waitSignal(feed.came) as told:
        feed.ask("good")
    assert told.args == ["good"]
    assert broken or caught
