"""Draw a classifier of points in the plane: boundary, margins, support vectors."""

import contourpy
import numpy as np
from optimality import facts_of, support_of

from gradewright.graders import line, points

_GRID = 60
_BORDER = 0.15
_ENDS = 1e6
_LEVELS = ((0.0, "line", "boundary"), (1.0, "dashes", "margins"), (-1.0, "dashes", "margins"))


def draw_classifier(picture, title, problem, alphas):
    """Draw the data and what each alpha makes of it.

    Args:
        picture: the fixture.
        title: of the picture.
        problem: with points in the plane.
        alphas: whose ("student" or "reference") to an alpha of shape (n,), each finite.
    """
    series = []
    for label, name in ((1, "label +1"), (-1, "label -1")):
        mine = problem.X[problem.y == label]
        series.append(points(name, mine[:, 0], mine[:, 1], whose="data", group=name))
    for whose, alpha in alphas.items():
        series += _classifier(problem, np.clip(alpha, -_ENDS, _ENDS), whose)
    caption = "; ".join(_counts(problem, alpha, whose) for whose, alpha in alphas.items())
    picture.plot(
        title,
        series,
        x="x1",
        y="x2",
        equal=True,
        caption=f"{caption}. Boundary solid, margins (f(x) = +1 and -1) dashed, rings around "
        "support vectors. The intercept is the judge's best for each alpha.",
    )


def _classifier(problem, alpha, whose):
    """Return the lines and rings of one classifier."""
    x, y, decisions = _decisions(problem, alpha)
    contours = contourpy.contour_generator(x, y, decisions)
    name = "yours" if whose == "student" else whose
    series = []
    for level, look, what in _LEVELS:
        label = f"{what}, {name}"
        series += [
            line(label, path[:, 1], path[:, 0], whose=whose, look=look, group=label)
            for path in contours.lines(level)
        ]
    support, _free = support_of(alpha, problem.C)
    mine = problem.X[support]
    label = f"support vectors, {name}"
    rings = points(label, mine[:, 0], mine[:, 1], whose=whose, look="rings", group=label)
    return [*series, rings]


def _decisions(problem, alpha):
    """Return the grid's x (w,) and y (h,) and the decision values on it (h, w)."""
    low, high = problem.X.min(axis=0), problem.X.max(axis=0)
    room = _BORDER * (high - low)
    x, y = (np.linspace(low[i] - room[i], high[i] + room[i], _GRID) for i in (0, 1))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    b = facts_of(problem.K, problem.y, problem.C, alpha).b
    decisions = problem.kernel(grid) @ (alpha * problem.y) + b
    return x, y, decisions.reshape(_GRID, _GRID)


def _counts(problem, alpha, whose):
    support, free = support_of(alpha, problem.C)
    owner = "Yours" if whose == "student" else "the reference"
    return f"{owner}: {int(support.sum())} support vectors, {int(free.sum())} of them free"
