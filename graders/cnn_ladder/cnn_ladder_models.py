"""Readers for the models that a submission hands over."""

import json

from gradewright.graders import Model, check


def hand_over(student, bench, kept, handle):
    """Return the model behind a handle, read by the evaluator.

    Models of one architecture and compile settings are described once a question.

    Raises:
        CheckFailed: it is no model, or none that can be judged.
    """
    artefact = student.artefact(handle)
    return Model(artefact, kept.once(artefact.form, lambda: bench.evaluator.describe(artefact)))


def compile_settings(artefact):
    """Return the checked compile settings.

    Raises:
        CheckFailed: the model is not compiled.
    """
    cause = "`model.compile(...)` is missing before `return`."
    check(artefact.compiled, artefact.uncompiled, cause)
    return json.loads(artefact.compiled)


def optimizer_of(artefact):
    """Return the optimizer's class in small letters, and its settings.

    Raises:
        CheckFailed: the model is not compiled.
    """
    optimizer = compile_settings(artefact).get("optimizer")
    if isinstance(optimizer, dict):
        return str(optimizer.get("class_name", "")).lower(), optimizer.get("config", {})
    return str(optimizer or "").lower(), {}
