"""Let the tests import the benchmark, which is no package."""

import sys
from pathlib import Path

_FOLDER = str(Path(__file__).resolve().parents[2] / "benchmarks")
if _FOLDER not in sys.path:
    sys.path.insert(0, _FOLDER)
