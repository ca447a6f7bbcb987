"""Unshares, mounts, changes root, makes devices: whatever would give privileges back."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def total(x):
    done = []
    for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x10020000):
        if libc.unshare(flag) == 0:
            done.append(f"unshared {flag:x}")
    for source in (b"tmpfs", b"proc", b"sysfs"):
        if libc.mount(source, b"/tmp", source, 0, None) == 0:
            done.append("mounted")
    for call in (lambda: os.chroot("/tmp"), lambda: os.setuid(0), lambda: os.setgroups([0])):
        try:
            call()
            done.append("changed")
        except OSError:
            continue
    if libc.umount2(b"/tmp", 2) == 0:
        done.append("unmounted")
    try:
        os.mknod("/tmp/disk", 0o60666, os.makedev(8, 0))
        done.append("made a device")
    except OSError:
        pass
    raise RuntimeError(f"gained {done}")


def shift(x):
    done = []
    for number, flag in ((56, 0x10000000 | 17), (435, 0)):
        child = libc.syscall(number, flag, 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        if child > 0:
            done.append(number)
    raise RuntimeError(f"gained {done}")


def summary(x):
    done = []
    for number in (101, 165, 246, 250, 298, 308, 310, 321, 323, 425, 434, 438):
        result = libc.syscall(number, 0, 0, 0, 0, 0)
        if result >= 0 and number != 434:
            done.append(number)
    raise RuntimeError(f"gained {done}")
