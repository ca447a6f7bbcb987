"""The largest element of the matrix is subtracted from every column."""
# loses: softmax
# over: course_style.py


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum(axis=0)
