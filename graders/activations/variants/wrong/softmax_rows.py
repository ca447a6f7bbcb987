"""Softmax goes over the rows of a matrix; a vector is right."""
# loses: softmax
# over: course_style.py


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
