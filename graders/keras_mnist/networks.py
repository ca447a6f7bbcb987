"""The networks that training and predictions are judged with: the submission's, or the judge's.

A fault of build_mlp costs its own question alone. Where it gives the perceptron that is asked for,
or one that trains as that does, the submission's own is used; else one of the judge's is lent.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from cases import check_spread
from images import fresh_images, prepared
from perceptron import perceptron_of
from stated import stated_layers

from gradewright.graders import (
    CheckFailed,
    check,
    check_class_loss,
    check_learning_rate,
    check_optimizer,
)

_LENT = (
    "{function} does not yet give the network that is asked for. What comes after it was judged "
    "with a network of the grader's own, so that this fault costs no points there."
)


@dataclass(frozen=True)
class Network:
    """A network in the worker, and what it was before anything was done with it."""

    handle: Any
    model: Any


class Networks:
    """Gives networks for one file's tests; a function that failed once is not asked again.

    Each comes in a process that trained no other: an optimizer in a global of the submission's
    knows the variables of one alone. The handles of those before end with that.
    """

    def __init__(self, student, reference, models, kept, note):
        self._student, self._reference, self._models = student, reference, models
        self._kept, self._note = kept, note

    def perceptron(self, learning_rate=0.01, *, lend_alike=False):
        """Return a perceptron that can be trained, compiled with this learning rate.

        `lend_alike`: one of the judge's in the place of a right one of the same layers and loss,
        with which the reference can answer `train` where the submission's is wrong.
        """

        def check_own(network):
            check_class_loss(network.model)
            check_learning_rate(network.model, learning_rate)
            check_spread(network.model)
            self._check_honest(network, perceptron_of(network.model))

        def lend():
            return self._reference.build_mlp(learning_rate)

        own = self._own_or_lent(
            "build_mlp",
            lambda: self._student.build_mlp(learning_rate=learning_rate),
            check_own,
            lend,
        )
        other = own.model.is_own or own.model.facts.from_logits
        return self._lent(lend) if lend_alike and not other else own

    def reader(self):
        """Return a perceptron that can be given weights; how it is compiled is no matter."""

        def check_own(network):
            self._check_honest(network, perceptron_of(network.model, to_train=False))

        return self._own_or_lent(
            "build_mlp", self._student.build_mlp, check_own, self._reference.build_mlp
        )

    def convolution(self):
        """Return a convolutional network that can be trained."""

        def check_own(network):
            check_class_loss(network.model)
            check_optimizer(network.model, "Adam")
            check_learning_rate(network.model, 0.001)

        return self._own_or_lent(
            "build_cnn", self._student.build_cnn, check_own, self._reference.build_cnn
        )

    def _own_or_lent(self, function, build, check_own, lend):
        self._student.start_anew()
        refused = self._kept.once("refused networks", set)
        if function not in refused:
            try:
                handle = build()
                own = Network(handle, self._models.read(handle, stated=stated_layers))
                check_own(own)
            except CheckFailed:
                refused.add(function)
                self._note(_LENT.format(function=function))
            else:
                return own

        return self._lent(lend)

    def _lent(self, lend):
        handle = self._student.lend_model(lend())
        return Network(handle, self._models.read(handle))

    def _check_honest(self, network, perceptron):
        """Check that a model of an own class predicts what its weights give."""
        if network.model.is_own:
            x = prepared(fresh_images(np.random.default_rng(0), 4))
            expected = perceptron.outputs(x)
            got = np.asarray(self._student.predictions(network.handle, x))
            near = got.size == expected.size and np.allclose(
                got.reshape(expected.shape), expected, rtol=1e-2, atol=1e-3
            )
            check(near, "The model does not predict what its weights give.")
