"""The networks that training and measuring are judged with: the submission's, or the judge's.

A fault of build_rung or build_fashion_rung costs its own question alone. Where they give what is
asked for, the submission's own networks are used; else those of the judge are lent.
"""

from dataclasses import dataclass
from typing import Any

from rungs import check_layers, check_shapes, fashion_rung, rung

from gradewright.graders import (
    CheckFailed,
    check_class_loss,
    check_learning_rate,
    check_optimizer,
)

_LENT = (
    "{function}({n}) does not yet give the network that is asked for. What comes after it was "
    "judged with the grader's own rung {n}, so that this fault costs no points there."
)


@dataclass(frozen=True)
class Network:
    """A network in the worker, and what it was before anything was done with it."""

    handle: Any
    model: Any


class Networks:
    """Gives the networks of both ladders; a rung that failed once is not asked for again.

    Train each in a process that trained no other (`student.start_anew()`): an optimizer in a global
    of the submission's, or a step that TensorFlow compiled, knows the variables of one alone.
    """

    def __init__(self, student, reference, models, kept, note):
        self._student, self._reference, self._models = student, reference, models
        self._kept, self._note = kept, note

    def rung(self, n, optimizer="sgd", learning_rate=0.001):
        """Return rung n of the CIFAR-10 ladder."""

        def check_own(model):
            check_shapes(model, (32, 32, 3))
            check_layers(model, rung(n))
            check_class_loss(model)
            check_optimizer(model, optimizer, momentum=0.9 if optimizer == "sgd" else 0)
            check_learning_rate(model, learning_rate)

        settings = {"optimizer": optimizer, "learning_rate": learning_rate}
        return self._own_or_lent("build_rung", n, settings, check_own)

    def fashion_rung(self, n):
        """Return rung n of the Fashion-MNIST ladder."""

        def check_own(model):
            check_shapes(model, (28, 28, 1))
            check_layers(model, fashion_rung(n))
            check_class_loss(model)
            check_optimizer(model, "rmsprop", momentum=0)
            check_learning_rate(model, 0.001)

        return self._own_or_lent("build_fashion_rung", n, {}, check_own)

    def read(self, handle):
        """Return a model in the worker as it is now."""
        return self._models.read(handle)

    def _own_or_lent(self, function, n, settings, check_own):
        refused = self._kept.once("refused rungs", set)
        if (function, n) not in refused:
            try:
                handle = getattr(self._student, function)(n, **settings)
                own = Network(handle, self.read(handle))
                check_own(own.model)
            except CheckFailed:
                refused.add((function, n))
                self._note(_LENT.format(function=function, n=n))
            else:
                return own
        handle = self._student.lend_model(getattr(self._reference, function)(n, **settings))
        return Network(handle, self.read(handle))
