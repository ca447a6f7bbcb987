"""Frames, and what is told of the other end of a stream."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from gradewright.sandbox import frames
from gradewright.wire import WireFault

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_frame_arrives_as_it_was_sent(pair: Pair) -> None:
    ours, theirs = pair
    frames.send(ours, b"some bytes")
    assert frames.receive(theirs, 100, time.monotonic() + 5) == b"some bytes"


def test_a_frame_that_announces_too_much_is_not_read(pair: Pair) -> None:
    ours, theirs = pair
    frames.send(ours, b"some bytes")
    with pytest.raises(WireFault, match="10 bytes; at most 9"):
        frames.receive(theirs, 9)


@pytest.mark.parametrize("seconds", [None, 60.0])
def test_a_living_end_has_not_hung_up_and_is_not_waited_for(
    pair: Pair, seconds: float | None
) -> None:
    ours, _theirs = pair
    ours.settimeout(seconds)
    started = time.monotonic()
    assert not frames.has_hung_up(ours)
    assert time.monotonic() - started < 30


def test_what_was_sent_before_the_end_is_left_to_read(pair: Pair) -> None:
    ours, theirs = pair
    frames.send(theirs, b"last words")
    theirs.close()
    assert not frames.has_hung_up(ours)
    assert frames.receive(ours, 100) == b"last words"
    assert frames.has_hung_up(ours)
