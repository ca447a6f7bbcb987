"""predict: fresh problems, and any alpha."""

import numpy as np
import pytest
from cases import alpha_of, linear_problem, rbf_problem, svc
from labels import check_signs

pytestmark = [pytest.mark.question("predict"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.45)
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
        check_signs(labels, np.where(decisions[clear] > 0, 1, -1))


@pytest.mark.points(0.1)
def test_other_alpha(student, rng):
    """Any alpha and b, and as many test points as training points."""
    n = 15
    K_test, alpha = rng.normal(size=(n, n)), rng.uniform(0, 1, size=n)
    y = rng.permutation(np.where(np.arange(n) < 5, 1, -1))
    scores = K_test @ (alpha * y)
    b = 0.3 * float(scores.std()) + 0.05
    labels = student.predict(K_test, y, alpha, b)
    check_signs(labels, np.where(scores + b > 0, 1, -1), scores=scores)
