"""Grade notebooks with Otter's API in one process; runs in Otter's own environment.

`python otter_loop.py AUTOGRADER_ZIP OUT_JSON NOTEBOOK...`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Grade, and write the points of every student."""
    from otter.api import grade_submission

    archive, out, *notebooks = sys.argv[1:]
    scores = {}
    for notebook in notebooks:
        student = Path(notebook).parent.parent.name
        scores[student] = float(grade_submission(notebook, archive, quiet=True).total)
    Path(out).write_text(json.dumps(scores), encoding="utf-8")


if __name__ == "__main__":
    main()
