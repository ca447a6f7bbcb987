"""The derivative of ELU is ELU itself for negative numbers."""
# loses: derivatives
# over: loops.py


def elu_derivative(x, alpha=0.01):
    return each(lambda v: elu(v, alpha) if v < 0 else 1, x)
