"""Frames on a stream socket: a four-byte length and a payload, against one deadline."""

from __future__ import annotations

import socket
import time

from gradewright.wire import HEADER, WireFault

_CHUNK = 1 << 20
# What is larger is not copied to stand behind its header.
_SMALL = 1 << 16


class Closed(Exception):  # noqa: N818 - a state of the stream, not a fault
    """The other end of the stream is gone."""


def _arm(sock: socket.socket, deadline: float | None) -> None:
    """Let the next operation wait until `deadline` on the monotonic clock, or for ever."""
    if deadline is None:
        if sock.gettimeout() is not None:
            sock.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    sock.settimeout(left)


def send(sock: socket.socket, payload: bytes, deadline: float | None = None) -> None:
    """Send one frame.

    Raises:
        Closed: nobody reads any more.
        TimeoutError: the deadline passed.
    """
    header = HEADER.pack(len(payload))
    _arm(sock, deadline)
    try:
        if len(payload) <= _SMALL:
            sock.sendall(header + payload)
        else:
            sock.sendall(header)
            _arm(sock, deadline)
            sock.sendall(payload)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Closed from error


def receive(sock: socket.socket, most: int, deadline: float | None = None) -> bytearray:
    """Return the payload of the next frame.

    Raises:
        Closed: the stream ended, in a frame or between two.
        TimeoutError: the deadline passed, however many bytes had come.
        WireFault: the frame announces more than `most` bytes.
    """
    (size,) = HEADER.unpack(_exactly(sock, HEADER.size, deadline))
    if size > most:
        raise WireFault(f"a message of {size} bytes; at most {most} are allowed")
    return _exactly(sock, size, deadline)


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytearray:
    """Return `size` bytes; memory grows only with what really came."""
    buffer = bytearray()
    while len(buffer) < size:
        _arm(sock, deadline)
        try:
            part = sock.recv(min(size - len(buffer), _CHUNK))
        except ConnectionResetError as error:
            raise Closed from error
        if not part:
            raise Closed
        buffer += part
    return buffer


def has_hung_up(sock: socket.socket) -> bool:
    """Tell whether the other end is gone and nothing that it sent is left to read."""
    # With a time limit of its own, a socket waits that long before it looks.
    sock.setblocking(False)
    try:
        return not sock.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True


def send_descriptor(sock: socket.socket, descriptor: int) -> None:
    """Pass an open descriptor to the other end, after the frame that announced it."""
    try:
        socket.send_fds(sock, [b"+"], [descriptor])
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Closed from error


def receive_descriptor(sock: socket.socket) -> int:
    """Return the descriptor that the other end passes next.

    Raises:
        Closed: the stream ended instead.
    """
    sock.settimeout(None)
    mark, descriptors, _flags, _address = socket.recv_fds(sock, 1, 1)
    if not mark or len(descriptors) != 1:
        raise Closed
    return descriptors[0]
