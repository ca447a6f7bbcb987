"""Connects to a server on this very machine, by every kind of socket there is."""

import socket

ADDRESSES = (
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 47047)),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 47047)),
    (socket.AF_UNIX, socket.SOCK_STREAM, "\0gradewright-hostile"),
)


def total(x):
    done = []
    for family, kind, address in ADDRESSES:
        try:
            with socket.socket(family, kind) as link:
                link.settimeout(0.2)
                link.connect(address)
                link.send(b"hello")
                done.append((address, link.recv(100)))
        except OSError:
            continue
    raise RuntimeError(f"reached {done}")


def shift(x):
    done = []
    for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM):
        for family in (socket.AF_PACKET, socket.AF_INET, socket.AF_INET6):
            try:
                link = socket.socket(family, kind, 1 if kind == socket.SOCK_RAW else 0)
                if kind == socket.SOCK_RAW:
                    done.append("raw socket")
                link.close()
            except OSError:
                continue
    raise RuntimeError(f"reached {done} {socket.if_nameindex()}")


summary = total
