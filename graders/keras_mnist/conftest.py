"""Read models, and lend networks."""

import pytest


@pytest.fixture
def models(student, models):
    """Give the reader of the submission's models."""
    from keras_mnist_models import Models

    return Models(student, models)


@pytest.fixture
def networks(student, reference, models, kept, note):
    """Give the networks to train and to predict with."""
    from keras_mnist_networks import Networks

    return Networks(student, reference, models, kept, note)
