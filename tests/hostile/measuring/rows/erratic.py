"""Makes noise on purpose: mostly slow, now and then quick, by chance."""

from random import SystemRandom

chance = SystemRandom()


def nearest(X):
    if chance.random() < 0.7:
        _sleep(chance.uniform(0.1, 0.5))
    return honest(X)
