"""Write down which tests take long: `make check` leaves them out, and they start first.

`python tests/slow_tests.py JUNIT_XML` writes slow_tests.txt anew from what a run of all tests wrote
with `--junitxml`. A test that is new, or has no line there, is taken for fast.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

FILE = Path(__file__).with_name("slow_tests.txt")
LEAST_SECONDS = 0.5


def measured(junit: Path) -> dict[str, float]:
    """Return the seconds of each slow test function, by `file.py::name`: of its longest case."""
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
