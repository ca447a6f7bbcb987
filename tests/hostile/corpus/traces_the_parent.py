"""Attaches to other processes with ptrace and reads and writes their memory."""

import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)


def total(x):
    done = []
    for process in {1, 2, 3, os.getppid(), *range(os.getpid() - 20, os.getpid())}:
        for request in (16, 0x4206):
            if libc.ptrace(request, process, 0, 0) == 0:
                done.append(("attached", process))
        buffer = ctypes.create_string_buffer(64)
        vector = struct.pack("PN", ctypes.addressof(buffer), 64)
        for call in (libc.process_vm_readv, libc.process_vm_writev):
            if call(process, vector, 1, struct.pack("PN", 0x400000, 64), 1, 0) > 0:
                done.append(("memory of", process))
        try:
            open(f"/proc/{process}/mem", "r+b").close()
            done.append(("opened the memory of", process))
        except OSError:
            pass
    if libc.ptrace(0, 0, 0, 0) == 0:
        done.append("is traced")
    raise RuntimeError(f"traced {done}")


shift = summary = total
