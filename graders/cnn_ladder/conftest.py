"""Let the graders import the helper modules beside them, and share results between tests."""

import sys
from pathlib import Path

import pytest

_HERE = str(Path(__file__).parent)
if _HERE not in sys.path:
    sys.path.insert(0, _HERE)


class Kept:
    """Results that the tests of one file share: training is done once, and judged many times."""

    def __init__(self):
        self._results = {}

    def once(self, name, make):
        """Return what `make()` gave the first time; a failure is not kept."""
        if name not in self._results:
            self._results[name] = make()
        return self._results[name]


@pytest.fixture(scope="module")
def kept():
    """Give a store that is empty again for the next submission."""
    return Kept()
