"""Ctrl-C in the wrong moment."""

from __future__ import annotations

import os
import signal
import sys
import threading

import pytest

from dateline.cli.interrupt import ctrl_c


@pytest.fixture(autouse=True)
def _usual_handler():
    """As on a terminal; who runs the tests in the background has Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class PressedWhenFreed:
    """Python swallows what a finalizer raises."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def test_a_press_that_python_swallows_is_remembered(capsys) -> None:
    with ctrl_c() as check:
        check()
        PressedWhenFreed()
        with pytest.raises(KeyboardInterrupt):
            check()
    assert capsys.readouterr().err == ""


def test_a_press_interrupts_at_once() -> None:
    reached = []
    with pytest.raises(KeyboardInterrupt), ctrl_c():  # noqa: PT012 (what comes after the press is the point)
        signal.raise_signal(signal.SIGINT)
        reached.append(True)
    assert not reached


def test_what_fails_after_a_press_is_an_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt), ctrl_c():  # noqa: PT012 (what comes after the press is the point)
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as press:
            raise RuntimeError("a library was broken off") from press


def test_what_fails_without_a_press_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError), ctrl_c():
        raise RuntimeError("no press")


def test_all_is_as_before_afterwards() -> None:
    hook = sys.unraisablehook
    with ctrl_c():
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert sys.unraisablehook is hook


def test_ctrl_c_that_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with ctrl_c() as check:
        os.kill(os.getpid(), signal.SIGINT)
        check()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_another_thread_leaves_the_handler_alone() -> None:
    seen = []

    def run() -> None:
        with ctrl_c() as check:
            check()
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


def test_other_faults_in_finalizers_are_still_told() -> None:
    told = []
    before, sys.unraisablehook = sys.unraisablehook, told.append
    try:
        with ctrl_c():
            Broken()
    finally:
        sys.unraisablehook = before
    assert [fault.exc_type for fault in told] == [ValueError]


class Broken:
    """Fails when freed."""

    def __del__(self) -> None:
        raise ValueError
