"""Ctrl-C that cannot get lost."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


@contextmanager
def ctrl_c() -> Iterator[Callable[[], None]]:
    """Remember that Ctrl-C was pressed, beside interrupting at once as ever.

    Python raises ``KeyboardInterrupt`` wherever the program is. Where that is a finalizer or a callback of a
    weak reference, as libraries have them, Python prints it and goes on: the press would be lost. So would it
    where a library turns it into an error of its own: what fails after a press is an interrupt, too.

    Yields:
        A function for a long run to call between two steps: it raises ``KeyboardInterrupt`` after a press.
        Where Ctrl-C is ignored, as under ``nohup``, or handled by someone else, it does nothing.
    """
    pressed = threading.Event()

    def check() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    handled = signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    if handled or threading.current_thread() is not threading.main_thread():
        yield check
        return
    with _remembered(pressed):
        yield check


@contextmanager
def _remembered(pressed: threading.Event) -> Iterator[None]:
    complain = sys.unraisablehook

    def remember(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    def complain_of_others(fault: UnraisableHookArgs) -> None:
        if not issubclass(fault.exc_type, KeyboardInterrupt):
            complain(fault)

    signal.signal(signal.SIGINT, remember)
    sys.unraisablehook = complain_of_others
    try:
        yield
    except Exception as error:
        if pressed.is_set():  # the press broke off what a library did, and that is what the library told
            raise KeyboardInterrupt from error
        raise
    finally:
        sys.unraisablehook = complain
        signal.signal(signal.SIGINT, signal.default_int_handler)
