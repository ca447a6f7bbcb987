"""Real Keras models: handed over by a worker, checked, rebuilt and judged elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from gradewright.performance.artefact import Artefact, artefact_of
from gradewright.performance.evaluator import Evaluator
from gradewright.performance.refusal import ModelRefused
from gradewright.performance.workshop import LIMITS, PRELOAD
from gradewright.sandbox.base import Bundle
from gradewright.sandbox.launch import Settings
from gradewright.sandbox.zygote import ZygoteSandbox

pytestmark = pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")

WORK = """
import keras
from keras import layers

def _compiled(model):
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

def sequential():
    return _compiled(keras.Sequential([
        layers.Input((4, 4)), layers.Flatten(), layers.Dense(8, activation="relu"),
        layers.Dense(3, activation=keras.activations.softmax),
    ]))

def never_given_a_shape():
    model = keras.Sequential([layers.Flatten(), layers.Dense(3, activation="softmax")])
    model(keras.ops.zeros((2, 4, 4)))
    return _compiled(model)

def functional():
    x = inputs = keras.Input((4, 4))
    x = layers.Reshape((16,))(x / 2.0 + 0.5)
    x = keras.ops.relu(layers.Dense(8, kernel_regularizer="l2")(x))
    x = layers.BatchNormalization()(layers.Dropout(0.5)(x))
    model = keras.Model(inputs, layers.Dense(3)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy"])
    return model

def nested():
    inner = keras.Sequential([layers.Input((4, 4, 1)), layers.Conv2D(2, 3), layers.Flatten()])
    return _compiled(keras.Sequential([
        layers.Input((4, 4)), layers.Reshape((4, 4, 1)), inner, layers.Dense(3, "softmax"),
    ]))

def crossed(straight=True):
    inputs = keras.Input((4, 4))
    first = layers.Dense(3)(layers.Flatten()(inputs))
    second = layers.Dense(3)(first)
    outputs = [first, second] if straight else [second, first]
    return keras.Model(inputs, layers.Dense(3)(layers.Subtract()(outputs)))

def two_outputs():
    inputs = keras.Input((4, 4))
    x = layers.Flatten()(inputs)
    return keras.Model(inputs, [layers.Dense(3)(x), layers.Dense(1)(x)])

def stored_answers():
    model = sequential()
    model.predict = model.predict_on_batch = lambda x, **_: keras.ops.ones((len(x), 3))
    model.summary = lambda **_: print("Total params: 235,146")
    model.count_params = lambda: 235146
    return model

def with_lambda():
    return keras.Sequential([layers.Input((4, 4)), layers.Lambda(lambda x: x), layers.Flatten()])

def lambda_activation():
    return keras.Sequential([layers.Input((4, 4)), layers.Dense(3, activation=lambda x: x)])

@keras.saving.register_keras_serializable("mine")
class MyDense(layers.Dense):
    pass

def own_layer():
    return keras.Sequential([layers.Input((4, 4)), layers.Flatten(), MyDense(3)])

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3)

    def call(self, x):
        return self.dense(keras.ops.reshape(x, (-1, 16)))

def own_model():
    model = Net()
    model(keras.ops.zeros((1, 4, 4)))
    return model

def endless_settings():
    model = sequential()
    endless = []
    endless.append(endless)
    model.get_config = lambda: {"layers": endless}
    return model

def own_loss():
    model = sequential()
    model.compile("sgd", lambda y, p: keras.ops.mean(p))
    return model

def diverged():
    model = sequential()
    model.layers[-1].bias.assign([float("nan")] * 3)
    return model

def unbuilt():
    return keras.Sequential([layers.Dense(3)])

def no_model():
    return {"layers": 3}

def predictions(model, x):
    return keras.ops.convert_to_numpy(model(x, training=False))
"""
GOOD = ("sequential", "never_given_a_shape", "functional", "nested", "stored_answers", "own_loss")
AGAIN = ("sequential", "functional", "nested", "two_outputs")
BAD = (
    "with_lambda",
    "lambda_activation",
    "own_layer",
    "own_model",
    "endless_settings",
    "diverged",
    "unbuilt",
    "no_model",
)
X = np.random.default_rng(0).normal(size=(50, 4, 4)).astype("float32")
Y = np.arange(50) % 3


@dataclass(frozen=True)
class Studio:
    """What the worker handed over, what the models said there, and the evaluator.

    `again` holds models that the same functions built once more, `crossed` the two of `crossed`.
    """

    handed: dict[str, Any]
    again: dict[str, Any]
    crossed: list[Any]
    said: dict[str, Any]
    evaluator: Evaluator

    def model(self, name: str, **changes: Any) -> Artefact:
        return artefact_of(self.handed[name] | changes)


@pytest.fixture(scope="module")
def studio() -> Iterator[Studio]:
    sandbox = ZygoteSandbox(Settings(PRELOAD, LIMITS))
    names = (*GOOD, *BAD, "two_outputs")
    session = sandbox.open(
        Bundle((("work.py", None, WORK),), {}, {}, (*names, "predictions", "crossed"), "slice")
    )
    session.begin_test(120)
    handed, said = {}, {}
    for name in names:
        handle = session.call(name, (), {}, 0).value
        outcome = session.operate("parts", (handle,), 0)
        assert outcome.ending == "returned", (name, outcome)
        handed[name] = outcome.value
        if name in GOOD:
            said[name] = session.call("predictions", (handle, X), {}, 0).value
        if name == "own_model":
            said[name] = session.operate("predict", (handle, X, 16), 0).value
            zeros = [np.zeros((16, 3)), np.arange(3)]
            assert session.operate("reweigh", (handle, zeros), 0).value == {}
            said["own_model, reweighed"] = session.operate("predict", (handle, X), 0).value

    def built(name: str, *args: Any) -> Any:
        return session.operate("parts", (session.call(name, args, {}, 1).value,), 0).value

    again = {name: built(name) for name in AGAIN}
    crossed = [built("crossed", straight) for straight in (True, False)]
    session.close()
    evaluator = Evaluator(sandbox, seconds=60)
    yield Studio(handed, again, crossed, said, evaluator)
    evaluator.close()
    sandbox.close()


def test_an_evaluator_that_was_warmed_up_works_as_before(studio: Studio) -> None:
    reference = replace(studio.model("sequential"), trusted=True)
    studio.evaluator.describe(reference)
    studio.evaluator.rest()
    assert len(list(studio.evaluator.preparations())) == 3
    outputs = studio.evaluator.predict(studio.model("sequential"), X)
    np.testing.assert_allclose(outputs, studio.said["sequential"], rtol=1e-4, atol=1e-6)


def test_few_batches_and_many_are_predicted_alike(studio: Studio) -> None:
    model = studio.model("sequential")
    many = studio.evaluator.predict(model, X, batch_size=max(len(X) // 7, 1))
    few = studio.evaluator.predict(model, X, batch_size=len(X))
    np.testing.assert_allclose(many, few, rtol=1e-5, atol=1e-6)


def test_a_rebuilt_model_predicts_what_the_students_does(studio: Studio) -> None:
    outputs = studio.evaluator.predict(studio.model("sequential"), X, batch_size=16)
    assert outputs.shape == (50, 3)
    np.testing.assert_allclose(outputs, studio.said["sequential"], atol=1e-5)
    np.testing.assert_allclose(outputs.sum(axis=1), 1, atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("name", GOOD)
def test_models_of_all_kinds_are_rebuilt(studio: Studio, name: str) -> None:
    outputs = studio.evaluator.predict(studio.model(name), X)
    np.testing.assert_allclose(outputs, studio.said[name], atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("with_lambda", "lambda_part"),
        ("lambda_activation", "own_function"),
        ("own_layer", "own_part"),
        ("own_model", "own_model"),
        ("endless_settings", "no_architecture"),
        ("diverged", "weights_not_finite"),
        ("unbuilt", "not_built"),
        ("no_model", "not_a_model"),
    ],
)
def test_other_models_are_refused_with_the_reason(studio: Studio, name: str, reason: str) -> None:
    with pytest.raises(ModelRefused) as failed:
        studio.model(name)
    assert failed.value.reason == reason


@pytest.mark.slow
def test_a_model_of_an_own_class_predicts_in_its_worker(studio: Studio) -> None:
    (outputs,) = studio.said["own_model"]
    assert outputs.shape == (50, 3)
    (outputs,) = studio.said["own_model, reweighed"]
    assert (outputs == np.arange(3)).all()


@pytest.mark.slow
def test_stored_answers_and_forged_summaries_do_not_arrive(studio: Studio) -> None:
    honest, forged = studio.model("sequential"), studio.model("stored_answers")
    outputs = studio.evaluator.predict(forged, X)
    assert not np.allclose(outputs, 1)
    facts = studio.evaluator.describe(forged)
    assert facts.parameters == forged.parameters == honest.parameters == 163


@pytest.mark.slow
def test_facts_of_a_sequential_model(studio: Studio) -> None:
    facts = studio.evaluator.describe(studio.model("sequential"))
    assert [layer.class_name for layer in facts.layers] == ["Flatten", "Dense", "Dense"]
    assert [layer.output_shape for layer in facts.layers] == [(None, 16), (None, 8), (None, 3)]
    assert [layer.parameters for layer in facts.layers] == [0, 136, 27]
    assert [layer.activation for layer in facts.layers] == ["", "relu", "softmax"]
    assert facts.layers[1].config["units"] == 8
    assert (facts.input_shape, facts.output_shape) == ((None, 4, 4), (None, 3))
    assert (facts.optimizer, facts.metrics) == ("SGD", ("accuracy",))
    assert facts.learning_rate == pytest.approx(0.01)
    assert (facts.loss, facts.from_logits) == ("sparse_categorical_crossentropy", False)


@pytest.mark.slow
def test_facts_of_other_models(studio: Studio) -> None:
    facts = studio.evaluator.describe(studio.model("functional"))
    assert "BatchNormalization" in [layer.class_name for layer in facts.layers]
    assert (facts.optimizer, facts.from_logits) == ("Adam", True)
    assert facts.parameters - facts.trainable == 16
    nested = studio.evaluator.describe(studio.model("nested"))
    kinds = [layer.class_name for layer in nested.layers]
    assert kinds == ["Reshape", "Conv2D", "Flatten", "Dense"]
    assert nested.layers[1].config["kernel_size"] == (3, 3)


@pytest.mark.slow
def test_a_model_may_have_several_outputs(studio: Studio) -> None:
    first, second = studio.evaluator.predict_all(studio.model("two_outputs"), X)
    assert (first.shape, second.shape) == ((50, 3), (50, 1))
    with pytest.raises(ModelRefused, match="2 outputs"):
        studio.evaluator.predict(studio.model("two_outputs"), X)


@pytest.mark.slow
def test_the_loss_is_the_one_that_was_compiled(studio: Studio) -> None:
    loss = studio.evaluator.loss(studio.model("sequential"), X, Y, batch_size=16)
    picked = studio.said["sequential"][np.arange(50), Y]
    assert loss == pytest.approx(-np.log(picked).mean(), rel=1e-4)


@pytest.mark.slow
def test_an_own_loss_can_predict_but_not_train(studio: Studio) -> None:
    with pytest.raises(ModelRefused, match="your own function"):
        studio.evaluator.loss(studio.model("own_loss"), X, Y)


@pytest.mark.slow
@pytest.mark.parametrize("name", AGAIN)
def test_a_model_that_was_built_again_has_the_same_form(studio: Studio, name: str) -> None:
    first, again = studio.model(name), artefact_of(studio.again[name])
    assert studio.handed[name]["architecture"] != studio.again[name]["architecture"]
    assert first.form == again.form
    assert first.digest != again.digest
    outputs = [studio.evaluator.predict_all(model, X) for model in (first, again, first)]
    assert not np.allclose(outputs[0][0], outputs[1][0])
    for before, after in zip(outputs[0], outputs[2], strict=True):
        np.testing.assert_array_equal(before, after)
    studio.evaluator.rest()
    alone = studio.evaluator.predict_all(again, X)
    np.testing.assert_allclose(outputs[1][0], alone[0], atol=1e-6)


@pytest.mark.slow
def test_models_that_differ_in_their_wiring_alone_have_other_forms(studio: Studio) -> None:
    straight, crossed = (artefact_of(parts) for parts in studio.crossed)
    assert straight.form != crossed.form
    crossed = crossed.with_weights(straight.weights)
    outputs = [studio.evaluator.predict(model, X) for model in (straight, crossed)]
    assert not np.allclose(*outputs)


@pytest.mark.slow
def test_a_model_predicts_after_its_steps_were_timed_as_before(studio: Studio) -> None:
    model = studio.model("functional")
    loss = studio.evaluator.loss(model, X, Y)
    training = studio.evaluator.training(model, X[:8], Y[:8])
    training.prepare(warm_up=2, most=10)
    outputs = studio.evaluator.predict(model, X)
    np.testing.assert_allclose(outputs, studio.said["functional"], atol=1e-5)
    assert studio.evaluator.loss(model, X, Y) == pytest.approx(loss, rel=1e-5)


@pytest.mark.slow
def test_steps_are_timed_beside_the_references(studio: Studio) -> None:
    mine = studio.model("functional")
    theirs = artefact_of(studio.handed["sequential"], trusted=True)
    trainings = [studio.evaluator.training(model, X[:8], Y[:8]) for model in (mine, theirs)]
    for training in trainings:
        training.prepare(warm_up=2, most=10)
        assert 0 < training.seconds() < 1
        assert 0 < training.overhead < 0.1


@pytest.mark.slow
@pytest.mark.parametrize(
    "weights",
    [
        [],
        [np.zeros((16, 8), "float32")],
        [np.zeros((8, 16)), np.zeros(8), np.zeros((8, 3)), np.zeros(3)],
        [np.zeros((16, 8)), np.zeros(8), np.zeros((8, 3)), np.zeros(3), np.zeros(3)],
    ],
)
def test_weights_that_do_not_fit_are_refused(studio: Studio, weights: Any) -> None:
    with pytest.raises(ModelRefused) as failed:
        studio.evaluator.describe(studio.model("sequential", weights=weights))
    assert failed.value.reason == "weights_do_not_fit"


def forged(layer: dict[str, Any]) -> str:
    """Return the architecture of a model of one layer with an input of 16 numbers."""
    shape = {"class_name": "InputLayer", "config": {"batch_shape": [None, 16]}}
    parts = [part | {"module": "keras.layers"} for part in (shape, layer)]
    config = {"name": "forged", "layers": parts}
    return json.dumps({"module": "keras", "class_name": "Sequential", "config": config})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "weights"),
    [
        ({"class_name": "RepeatVector", "config": {"n": 10**9}}, []),
        ({"class_name": "Reshape", "config": {"target_shape": [7, 7]}}, []),
        ({"class_name": "Dense", "config": {"units": 10**9}}, [np.zeros((0, 10**9), "float32")]),
        ({"class_name": "Dense", "config": {"units": "many"}}, []),
        ({"class_name": "Dense", "config": {}}, []),
        ({"class_name": "RNN", "config": {"cell": None}}, []),
    ],
)
def test_what_cannot_be_built_or_run_costs_the_student_alone(
    studio: Studio, layer: Any, weights: Any
) -> None:
    model = studio.model("sequential", architecture=forged(layer), weights=weights)
    with pytest.raises(ModelRefused):
        studio.evaluator.predict(model, X.reshape(50, 16))
    outputs = studio.evaluator.predict(studio.model("sequential"), X)
    np.testing.assert_allclose(outputs, studio.said["sequential"], atol=1e-5)


@pytest.mark.slow
def test_inputs_that_do_not_fit_are_told(studio: Studio) -> None:
    with pytest.raises(ModelRefused, match="could not be used"):
        studio.evaluator.predict(studio.model("sequential"), X[:, :3])


@pytest.mark.slow
def test_the_device_is_named(studio: Studio) -> None:
    assert studio.evaluator.device.kind in ("cpu", "gpu", "tpu")
    assert studio.evaluator.device.name
