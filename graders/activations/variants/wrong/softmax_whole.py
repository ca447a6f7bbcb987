"""Softmax divides by the sum of the whole matrix; a vector is right."""
# loses: softmax
# over: reference


def softmax(x):
    powers = np.exp(x - np.max(x))
    return powers / powers.sum()
