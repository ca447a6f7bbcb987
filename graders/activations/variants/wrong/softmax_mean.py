"""Softmax divides by the mean of the powers."""
# loses: softmax
# over: reference


def softmax(x):
    powers = np.exp(x - np.max(x, axis=0))
    return powers / powers.mean(axis=0)
