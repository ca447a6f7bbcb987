"""Spare TensorFlow and Keras work that short trainings pay for and get nothing from.

TensorFlow wraps every operation that is called by itself, outside a compiled step, in a function
of its own and optimises that. The first call of each kind takes milliseconds more by that, in
every forked process anew: half of the time to build a small model.

An optimizer of Keras' makes its variables at the first step, while that is compiled. TensorFlow
then compiles the step a second time, and each variable's start with it. Made beforehand, the same
variables halve what a training of a few steps takes.

What comes out is the same, with and without either.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

_MODULE = "tensorflow.python.pywrap_tfe"
# There is no public setting: TensorFlow's own set-up always calls this with True.
_SETTER = "TFE_ContextOptionsSetRunEagerOpAsFunction"
_OPTIMIZERS = "keras.src.backend.tensorflow.optimizer"


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


def make_variables_ahead() -> bool:
    """Let optimizers make their variables outside of the step; tell whether Keras is here for that.

    Keras has to be imported already, with TensorFlow as its backend.
    """
    backend = getattr(sys.modules.get(_OPTIMIZERS), "TFOptimizer", None)
    if backend is None:
        return False
    apply = backend.apply

    def apply_ahead(self: Any, grads: Any, trainable_variables: Any = None) -> Any:
        if trainable_variables is not None:
            trainable_variables = list(trainable_variables)
            if not self.built and len(grads):
                _build_outside(self, trainable_variables)
        return apply(self, grads, trainable_variables)

    backend.apply = apply_ahead
    return True


def _build_outside(optimizer: Any, variables: list[Any]) -> None:
    """Build an optimizer as its first step would, but not within what is compiled."""
    tf = sys.modules["tensorflow"]
    named = sys.modules["keras"].name_scope(optimizer.name, caller=optimizer)
    # Else a variable that is made while a function is compiled belongs to that function.
    with tf.init_scope(), tf.variable_creator_scope(_of_nobody), named:
        optimizer.build(variables)
    optimizer.built = True


def _of_nobody(create: Callable[..., Any], **settings: Any) -> Any:
    return create(**(settings | {"experimental_enable_variable_lifting": False}))
