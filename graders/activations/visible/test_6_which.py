"""name_curve: what students can check for themselves."""

import numpy as np
import pytest
import relations

from gradewright.graders import check, read_numbers

pytestmark = pytest.mark.question("which")

PRINTED = {"leaky_relu": 0.1, "elu": 1.0}


@pytest.mark.points(0.5)
def test_own_curves(student, rng):
    """Curves of your own functions get their names, whatever alpha is"""
    alphas = {"leaky_relu": rng.uniform(0.3, 0.8), "elu": rng.uniform(1.5, 2.9)}
    names = ("sigmoid", "tanh", "relu", "leaky_relu", "elu")
    curves = [*((name, PRINTED.get(name)) for name in names), *alphas.items()]
    for name, alpha in curves:
        x = relations.both_sides(rng)
        extra = () if alpha is None else (alpha,)
        curve = getattr(student, name)(x, *extra)
        y = read_numbers(curve, x.shape, name=f"{name}(x)")
        answer = student.name_curve(x, y)
        check(isinstance(answer, str), "The answer is no string.", got=answer)
        told = f"A curve of your own {name} was not recognised."
        if answer != name:
            check(False, told, _cause(student, name, alpha, x, y), got=answer)


def _cause(student, name, alpha, x, y):
    """Return what makes the difference, where the same curve in order, or another, is known."""
    order = np.argsort(x)
    if student.name_curve(x[order], y[order]) == name:
        return "From left to right it is recognised. The points come in no order."
    if alpha in (None, *PRINTED.values()):
        return ""
    y = read_numbers(getattr(student, name)(x, PRINTED[name]), x.shape)
    known = student.name_curve(x, y) == name
    return (
        f"With alpha = {PRINTED[name]:g} it is. The alpha of a curve may be any." if known else ""
    )
