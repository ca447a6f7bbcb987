"""Have TensorFlow run an operation as it is, where it would make a function of it first.

TensorFlow wraps every operation that is called by itself, outside a compiled step, in a function
of its own and optimises that. The first call of each kind takes milliseconds more by that, in
every forked process anew: half of the time to build a small model. What comes out is the same.
"""

from __future__ import annotations

import sys

_MODULE = "tensorflow.python.pywrap_tfe"
# There is no public setting: TensorFlow's own set-up always calls this with True.
_SETTER = "TFE_ContextOptionsSetRunEagerOpAsFunction"


def run_operations_unwrapped() -> bool:
    """Keep TensorFlow from wrapping operations; tell whether it is there and has the setting.

    It has to be imported already and must not have run an operation yet.
    """
    module = sys.modules.get(_MODULE)
    if not hasattr(module, _SETTER):
        return False
    setattr(module, _SETTER, _leave_off)
    return True


def _leave_off(_options: object, _on: bool) -> None:
    """Take the place of the setter; what it would set is off where nobody sets it."""
