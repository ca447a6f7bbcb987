"""ELU jumps at 0, as the - 1 is missing."""
# loses: rectify
# over: vectorised.py


@by_element
def elu(x, alpha=0.01):
    return x if x > 0 else alpha * np.exp(x)
