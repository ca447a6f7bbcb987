"""predict: labels from kernels with the training points."""

import numpy as np
import pytest
import svm_printed as printed
from svm_cases import alpha_of, linear_problem, rbf_problem, svc

from gradewright.graders import check, read_numbers

pytestmark = pytest.mark.question("predict")


@pytest.mark.points(0.1)
def test_printed_labels(student):
    """The printed labels: 1, -1, -1, 1."""
    K_test = printed.TEST_X @ printed.X.T
    labels = student.predict(K_test, printed.Y, printed.ALPHA, printed.B)
    _check_labels(labels, printed.TEST_LABELS, strictly=True)


@pytest.mark.points(0.45)
@pytest.mark.visibility("hidden")
def test_fresh_labels(student, rng):
    """Fresh problems: the labels are those of scikit-learn's SVC."""
    problems = [rbf_problem(rng, 30, 2, 2.0, 0.7), linear_problem(rng, 20, 3, 1.0, kind=float)]
    for problem in problems:
        fitted = svc(problem)
        points = rng.normal(size=(120, problem.X.shape[1]))
        decisions = fitted.decision_function(problem.kernel(points))
        clear = np.abs(decisions) > 1e-3
        K_test = problem.kernel(points[clear])
        labels = student.predict(
            K_test, problem.y, alpha_of(fitted, problem.y), float(fitted.intercept_[0])
        )
        _check_labels(labels, np.where(decisions[clear] > 0, 1, -1))


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_other_alpha(student, rng):
    """Any alpha and b, and as many test points as training points."""
    n = 15
    K_test, alpha = rng.normal(size=(n, n)), rng.uniform(0, 1, size=n)
    y = rng.permutation(np.where(np.arange(n) < 5, 1, -1))
    scores = K_test @ (alpha * y)
    b = 0.3 * float(scores.std()) + 0.05
    labels = student.predict(K_test, y, alpha, b)
    _check_labels(labels, np.where(scores + b > 0, 1, -1), scores=scores)


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_boundary(student):
    """A point exactly on the boundary is labelled +1, not 0."""
    y, alpha = np.array([1, -1]), np.array([0.5, 0.5])
    labels = student.predict(np.array([[1.0, -1.0], [2.0, 0.0], [0.0, 2.0]]), y, alpha, -1.0)
    _check_labels(labels, np.array([1, 1, -1]))


def _check_labels(value, expected, scores=None, *, strictly=False):
    """Check labels of -1 and +1, of any type of number."""
    labels = read_numbers(value, expected.shape, strictly=strictly, name="the labels")
    check(
        not (labels == 0).any() or not np.isin(labels, (0, 1)).all(),
        "The labels are 0 and 1; they must be -1 and +1.",
        "np.where(..., 1, 0), or a comparison that is returned as it is.",
        got=value,
    )
    check(
        not (labels == 0).any() or not np.isin(labels, (-1, 0, 1)).all(),
        "A label is 0; each must be -1 or +1.",
        "np.sign gives 0 for a decision value of exactly 0.",
        got=value,
    )
    check(
        (np.abs(labels) == 1).all(),
        "The labels hold other numbers than -1 and +1.",
        "decision values are returned in place of their signs.",
        got=value,
    )
    wrong = labels != expected
    cause = "the labels are the wrong way round." if wrong.all() and wrong.size > 3 else ""
    if scores is not None and (labels == np.where(scores > 0, 1, -1)).all():
        cause = "b is not added."
    check(
        not wrong.any(),
        f"{int(wrong.sum())} of {wrong.size} labels are wrong.",
        cause,
        name="the labels",
    )
