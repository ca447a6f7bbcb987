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

    def own_pair(latent_dim):
        own = networks.encoder(latent_dim), networks.decoder(latent_dim)
        return [each.model.artefact for each in own]

    def run(kind):
        images = data("fashion_mnist")
        own = kept.once(("own", kind.latent_dim), lambda: own_pair(kind.latent_dim))
        due = reference_pair(reference, kind.latent_dim)
        theirs = train_pair(bench, images, kind, due)
        x = hidden_part(images, bench.budget(images.key))[0]
        judged = judged_of(theirs, x)
        # A training rests on nothing else: weights and compile settings are no part of it.
        if [each.architecture for each in own] == [each.architecture for each in due]:
            return (theirs, theirs), (judged, judged)
        mine = train_pair(bench, images, kind, own)
        return (mine, theirs), (judged_of(mine, x), judged)

    return lambda kind: kept.once(("pairs", kind), lambda: run(kind))
