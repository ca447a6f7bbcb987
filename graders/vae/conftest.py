"""Lend models."""

import pytest


@pytest.fixture
def networks(student, reference, models, kept, note):
    """Give the models to train and to draw with."""
    from networks import Networks

    return Networks(student, reference, models, kept, note)


@pytest.fixture
def pairs(reference, networks, bench, kept, data):
    """Give a function that trains the submission's pair of a kind, and the reference's.

    It returns both trainings, and what both pairs make of the hidden images. Where the submission's
    are not what is asked for, the judge's stand in.
    """
    from runs import hidden_part, judged_of, reference_pair, train_pair

    def run(kind):
        images = data("fashion_mnist")
        own = networks.encoder(kind.latent_dim), networks.decoder(kind.latent_dim)
        theirs = train_pair(bench, images, kind, reference_pair(reference, kind.latent_dim))
        mine = train_pair(bench, images, kind, [each.model.artefact for each in own])
        x = hidden_part(images, bench.budget(images.key))[0]
        return (mine, theirs), (judged_of(mine, x), judged_of(theirs, x))

    return lambda kind: kept.once(("pairs", kind), lambda: run(kind))
