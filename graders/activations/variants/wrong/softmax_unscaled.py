"""Softmax divides by nothing, but by the largest power."""
# loses: softmax
# over: in_place.py


def softmax(x):
    return np.exp(x - x.max(axis=0))
