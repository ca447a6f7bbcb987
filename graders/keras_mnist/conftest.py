"""Let the graders import the helper modules beside them, and read models."""

import sys
from pathlib import Path

import pytest

from gradewright.grading.kept import Kept

_HERE = str(Path(__file__).parent)
if _HERE not in sys.path:
    sys.path.insert(0, _HERE)


@pytest.fixture(scope="session")
def described():
    """Give a store for what the evaluator says about one submission's models."""
    return Kept()


@pytest.fixture
def models(student, bench, described):
    """Give the reader of the submission's models."""
    from keras_mnist_models import Models

    return Models(student, bench, described)


@pytest.fixture
def networks(student, reference, models, kept, note):
    """Give the networks to train and to predict with."""
    from keras_mnist_networks import Networks

    return Networks(student, reference, models, kept, note)
