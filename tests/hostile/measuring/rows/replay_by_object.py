"""Replays an answer for the object that it has seen before."""

answers = {}


def nearest(X):
    if id(X) not in answers:
        answers[id(X)] = slow(X)
    return answers[id(X)]
