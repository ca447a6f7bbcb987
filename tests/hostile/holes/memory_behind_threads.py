"""Holds memory in processes that a thread has started, not the main one."""

import mmap
import os
import threading
import time

EACH, COUNT = 100 << 20, 6


def hold(report, get):
    for _ in range(COUNT):
        if os.fork() == 0:
            kept = get()
            os.write(report, b"+")
            time.sleep(20)
            os._exit(0)


def private():
    return bytearray(EACH)


def shared():
    held = mmap.mmap(-1, EACH)
    for _ in range(EACH >> 20):
        held.write(b"1" * (1 << 20))
    return held


def wait_for(report):
    count = 0
    while count < COUNT:
        count += len(os.read(report, 1))
    time.sleep(0.8)
    raise RuntimeError(f"held {count * (EACH >> 20)} MB")


def total(x):
    return float(sum(x))


def shift(x):
    reader, writer = os.pipe()

    def start():
        hold(writer, private)
        time.sleep(20)

    threading.Thread(target=start, daemon=True).start()
    wait_for(reader)
