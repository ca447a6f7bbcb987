"""Lend models."""

import pytest


@pytest.fixture
def networks(student, reference, bench, kept, note):
    """Give the models to train and to draw with."""
    from vae_networks import Networks

    return Networks(student, reference, bench, kept, note)
