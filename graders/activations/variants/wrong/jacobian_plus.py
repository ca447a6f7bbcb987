"""The products are added."""
# loses: jacobian
# over: loops.py


def softmax_jacobian(x):
    s = softmax(x)
    k = len(s)
    return [[s[i] * ((i == j) + s[j]) for j in range(k)] for i in range(k)]
