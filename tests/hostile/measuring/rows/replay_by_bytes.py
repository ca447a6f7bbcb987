"""Replays an answer by the bytes of the input."""

answers = {}


def nearest(X):
    key = X.tobytes()
    if key not in answers:
        answers[key] = slow(X)
    return answers[key]
