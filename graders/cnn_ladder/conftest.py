"""Lend networks."""

import pytest


@pytest.fixture
def networks(student, reference, bench, kept, note):
    """Give the networks to train and to measure."""
    from cnn_ladder_lent import Networks

    return Networks(student, reference, bench, kept, note)
