"""Opens files, pipes and sockets without end."""

import os
import socket


def total(x):
    held = []
    while True:
        held.append(os.open("/dev/null", os.O_RDONLY))


def shift(x):
    held = []
    while True:
        held.append(socket.socketpair())


def summary(x):
    held = []
    while True:
        held.append(os.pipe())
