"""Let the graders import the helper modules beside them, and share results between tests."""

import sys
from pathlib import Path

import pytest

from gradewright.checks import CheckFailed

_HERE = str(Path(__file__).parent)
if _HERE not in sys.path:
    sys.path.insert(0, _HERE)


class Kept:
    """Results that the tests of one file share: training is done once, and judged many times."""

    def __init__(self):
        self._results, self._failures = {}, {}

    def once(self, name, make):
        """Return what `make()` gave the first time, or fail again as it failed then."""
        if name in self._failures:
            raise self._failures[name]
        if name not in self._results:
            try:
                self._results[name] = make()
            except CheckFailed as failed:
                self._failures[name] = failed
                raise
        return self._results[name]


@pytest.fixture(scope="module")
def kept():
    """Give a store for the tests of one file; it is empty again for the next submission."""
    return Kept()


@pytest.fixture(scope="session")
def described():
    """Give a store for what the evaluator says about one submission's models."""
    return Kept()


@pytest.fixture
def models(student, bench, described):
    """Give the reader of the submission's models."""
    from keras_mnist_models import Models

    return Models(student, bench, described)
