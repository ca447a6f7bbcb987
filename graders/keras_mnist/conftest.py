"""Lend networks."""

import pytest


@pytest.fixture
def networks(student, reference, models, kept, note):
    """Give the networks to train and to predict with."""
    from networks import Networks

    return Networks(student, reference, models, kept, note)
