"""Describe the Keras models of a student's, as the judge's evaluator would."""

from __future__ import annotations

import warnings
from functools import lru_cache

from gradewright.performance.artefact import Artefact
from gradewright.performance.facts import ModelFacts, facts_of
from gradewright.performance.refusal import Refused, refuse, refused


@lru_cache(maxsize=16)
def described(artefact: Artefact) -> ModelFacts:
    """Return what a model is made of, told by a copy that is rebuilt from its parts.

    Raises:
        ModelRefused: it cannot be rebuilt, or described.
    """
    # What TensorFlow warns of is for nobody, as in the evaluator.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _described(artefact)


def _described(artefact: Artefact) -> ModelFacts:
    # Keras, and with it TensorFlow, is imported only where there is a model to describe.
    from gradewright.performance import inside

    try:
        held = inside.build(artefact.architecture, artefact.compiled, list(artefact.weights))
        if isinstance(held, dict):
            refuse(held["fault"], detail=held["detail"], name=held["detail"])
        return facts_of(inside.describe(held), artefact)
    except Refused as error:
        raise refused(error.reason, str(error)) from None
