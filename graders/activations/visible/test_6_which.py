"""name_curve: what students can check for themselves."""

import pytest
import relations

from gradewright.graders import check, read_numbers

pytestmark = pytest.mark.question("which")


@pytest.mark.points(0.5)
def test_own_curves(student, rng):
    """Curves of your own functions get their names"""
    for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu"):
        x = relations.both_sides(rng)
        extra = {"leaky_relu": (0.1,), "elu": (1.0,)}.get(name, ())
        curve = getattr(student, name)(x, *extra)
        y = read_numbers(curve, x.shape, name=f"{name}(x)")
        answer = student.name_curve(x, y)
        check(isinstance(answer, str), "The answer is no string.", got=answer)
        check(answer == name, f"A curve of your own {name} was not recognised.", got=answer)
