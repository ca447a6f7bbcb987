"""Grade one notebook in this process: what a grader without preloading does.

`python fresh_interpreter.py NOTEBOOK OUT_JSON`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness.exercise import FUNCTIONS
from harness.notebooks import assertion


def main() -> None:
    """Grade, and write the points."""
    notebook, out = map(Path, sys.argv[1:])
    out.write_text(json.dumps(points(notebook)), encoding="utf-8")


def points(notebook: Path) -> int:
    """Run a notebook's cells, then the ten checks; return how many pass."""
    namespace: dict[str, Any] = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), namespace)
    checks = [assertion(function, check) for function in FUNCTIONS for check in function.checks]
    return sum(_passes(lines, namespace) for lines in checks)


def _passes(lines: tuple[str, ...], namespace: dict[str, Any]) -> bool:
    try:
        exec("\n".join(lines), dict(namespace))
    except Exception:  # noqa: BLE001 - whatever a notebook raises costs a point here
        return False
    return True


if __name__ == "__main__":
    main()
