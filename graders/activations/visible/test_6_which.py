"""name_curve: what students can check for themselves."""

import pytest
import relations

from gradewright.graders import check, read_numbers

pytestmark = pytest.mark.question("which")


@pytest.mark.points(0.5)
def test_own_curves(student, rng):
    """Curves of your own functions get their names, whatever alpha is"""
    alphas = {"leaky_relu": rng.uniform(0.3, 0.8), "elu": rng.uniform(1.5, 2.9)}
    printed = {"leaky_relu": 0.1, "elu": 1.0}
    names = ("sigmoid", "tanh", "relu", "leaky_relu", "elu")
    curves = [*((name, printed.get(name)) for name in names), *alphas.items()]
    for name, alpha in curves:
        x = relations.both_sides(rng)
        extra = () if alpha is None else (alpha,)
        curve = getattr(student, name)(x, *extra)
        y = read_numbers(curve, x.shape, name=f"{name}(x)")
        answer = student.name_curve(x, y)
        check(isinstance(answer, str), "The answer is no string.", got=answer)
        check(answer == name, f"A curve of your own {name} was not recognised.", got=answer)
