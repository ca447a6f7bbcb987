"""Judge a step of gradient descent."""

import numpy as np
from reading import LEARNING_RATE, NAMES, check_values

from gradewright.graders import as_asked, check, check_keys, passes


def check_step(updated, expected, parameters, grads, rate):
    """Check the values after a step of that length, and name a fault where it is known."""
    found, close = check_keys(updated, NAMES), {"rtol": 1e-6, "atol": 1e-8}
    for name, value in expected.items():
        if not passes(check_values, found[name], value, **close):
            _name_length(found[name], parameters[name], grads[f"d{name}"], rate, name)
        check_values(found[name], value, **close, name=name)


def _name_length(got, old, grad, rate, name):
    """Fail with the length of a wrong step, where it was straight along the gradient."""
    new = as_asked(got, old)
    if not isinstance(new, np.ndarray) or new.shape != old.shape or new.dtype.kind not in "iuf":
        return
    at = int(np.abs(grad).argmax())
    made = float((old - new).flat[at] / grad.flat[at])
    default = " by default" if rate == LEARNING_RATE else ""
    told = f"The step of {name} is wrong."
    cause = f"it is as long as with a learning rate of {made:.3g}{default}."
    if abs(made) < 1e-9:
        told, cause = f"{name} is not updated.", "the old value is returned."
    elif made < 0:
        told = f"The step of {name} goes up the gradient."
        cause = "the gradient is added, not subtracted."
    elif np.isclose(made, LEARNING_RATE, rtol=1e-5):
        told, cause = f"The step of {name} ignores learning_rate.", "1.2 is written into the step."
    elif np.isclose(made, 1, rtol=1e-5):
        told = f"The step of {name} leaves out learning_rate."
        cause = "the gradient is not multiplied by it."
    straight = np.allclose(new, old - made * grad, rtol=1e-6, atol=1e-8)
    check(not straight, told, cause, got=got, name=name)
