"""Which tests take long, as it was measured: `make check` leaves them out, and they start first.

`python tests/slow.py JUNIT_XML` writes slow.txt anew from what a run of all tests wrote with
`--junitxml`. A test that is new, or has no line there, is taken for fast.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

FILE = Path(__file__).with_name("slow.txt")
LEAST_SECONDS = 0.5


def recorded(file: Path = FILE) -> dict[str, float]:
    """Return the seconds of each slow test function, by file and name: `cli/test_a.py::test_b`."""
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {name: float(seconds) for seconds, name in pairs}


def measured(junit: Path) -> dict[str, float]:
    """Return the same as a run of the tests found it: the longest of a function's cases."""
    found: dict[str, float] = {}
    for case in ET.parse(junit).iter("testcase"):
        folders = str(case.get("classname")).split(".")[1:]
        function = str(case.get("name")).partition("[")[0].partition("@")[0]
        name = f"{'/'.join(folders)}.py::{function}"
        found[name] = max(found.get(name, 0.0), float(case.get("time", 0)))
    return {name: seconds for name, seconds in found.items() if seconds >= LEAST_SECONDS}


def main() -> None:
    """Write the record anew."""
    lines = ["# Seconds of the longest case of each test that takes half a second or more.", ""]
    slowest_first = sorted(measured(Path(sys.argv[1])).items(), key=lambda pair: -pair[1])
    lines += [f"{seconds:6.1f} {name}" for name, seconds in slowest_first]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
