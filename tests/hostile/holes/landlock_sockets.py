"""Connects to a service of the same user that listens at a path in the file system."""

import socket


def total(x):
    with socket.socket(socket.AF_UNIX) as link:
        link.connect("/srv/home/agent.sock")
        raise RuntimeError(f"reached {link.recv(100)}")


shift = summary = total
