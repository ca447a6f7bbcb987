"""Models of one form have one text, whatever numbers Keras had come to; others never do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.performance.naming import fresh_names, renamed, renamed_settings

CLASSES = ("Dense", "Conv2D", "ReLU", "MaxPooling2D")
BASES = {"Dense": "dense", "Conv2D": "conv2d", "ReLU": "re_lu", "MaxPooling2D": "max_pooling2d"}


def layer(class_name: str, name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": class_name, "config": {"name": name, **config}}


def model(*layers: dict[str, Any], name: str = "sequential") -> dict[str, Any]:
    return layer("Sequential", name, layers=list(layers))


def names_of(tree: dict[str, Any]) -> list[str]:
    new = renamed(tree, fresh_names(tree))
    return [part["config"]["name"] for part in new["config"]["layers"]]


def test_counted_names_are_counted_from_the_start() -> None:
    tree = model(
        layer("Dense", "dense_7"),
        layer("MaxPooling2D", "max_pooling2d_3"),
        layer("Dense", "dense_8"),
        layer("ReLU", "re_lu"),
        name="sequential_4",
    )
    assert names_of(tree) == ["dense", "max_pooling2d", "dense_1", "re_lu"]
    assert renamed(tree, fresh_names(tree))["config"]["name"] == "sequential"


def test_names_that_an_author_chose_stay_and_are_not_taken_twice() -> None:
    tree = model(layer("Dense", "hidden_2"), layer("Conv2D", "dense"), layer("Dense", "dense_5"))
    assert names_of(tree) == ["hidden_2", "dense", "dense_1"]


def test_a_name_that_one_layer_was_given_stays_for_all_that_have_it() -> None:
    inner = model(layer("Conv2D", "dense_3"))
    assert names_of(model(layer("Dense", "dense_3"), inner)) == ["dense_3", "sequential"]


def test_references_follow_their_layers() -> None:
    tensor = {"class_name": "__keras_tensor__", "config": {"keras_history": ["dense_4", 0, 0]}}
    tree = {
        "class_name": "Functional",
        "config": {
            "name": "functional_9",
            "layers": [
                layer("Dense", "dense_4") | {"name": "dense_4", "inbound_nodes": []},
                layer("Dense", "dense_9", activation="relu")
                | {"name": "dense_9", "inbound_nodes": [{"args": [tensor], "kwargs": {}}]},
            ],
            "input_layers": ["dense_4", 0, 0],
            "output_layers": [["dense_9", 0, 0], ["dense_4", 0, 0]],
        },
    }
    text = json.dumps(renamed(tree, fresh_names(tree)))
    expected = json.dumps(tree)
    for old, new in (("dense_4", "dense"), ("dense_9", "dense_1"), ("functional_9", "functional")):
        expected = expected.replace(f'"{old}"', f'"{new}"')
    assert text == expected


def test_settings_of_outputs_follow_them_and_optimizers_are_counted_anew() -> None:
    settings = {
        "optimizer": {"class_name": "Adam", "config": {"name": "adam_6", "learning_rate": 0.5}},
        "loss": {"dense_3": "mse", "mine": "mae"},
        "loss_weights": {"dense_3": 0.5},
        "metrics": [{"class_name": "AUC", "config": {"name": "auc_2"}}, "accuracy"],
        "weighted_metrics": {"class_name": "AUC", "config": {"name": "dense_3"}},
        "run_eagerly": False,
    }
    assert renamed_settings(settings, {"dense_3": "dense"}) == {
        "optimizer": {"class_name": "Adam", "config": {"name": "adam", "learning_rate": 0.5}},
        "loss": {"dense": "mse", "mine": "mae"},
        "loss_weights": {"dense": 0.5},
        "metrics": [{"class_name": "AUC", "config": {"name": "auc"}}, "accuracy"],
        "weighted_metrics": {"class_name": "AUC", "config": {"name": "dense_3"}},
        "run_eagerly": False,
    }


parts = st.lists(
    st.tuples(st.sampled_from(CLASSES), st.booleans(), st.integers(0, 6)), min_size=1, max_size=8
)


@given(parts, st.integers(0, 50))
def test_no_two_names_become_one(drawn: list[tuple[str, bool, int]], offset: int) -> None:
    names = [
        f"{BASES[kind] if counted else 'dense'}_{number + offset}"
        for kind, counted, number in drawn
    ]
    layers = [layer(kind, name) for (kind, _, _), name in zip(drawn, names, strict=True)]
    found = names_of(model(*layers))
    assert len(set(found)) == len(set(names))
    assert len(set(zip(names, found, strict=True))) == len(set(names))


@given(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=8), st.integers(0, 50))
def test_what_keras_counted_before_leaves_no_trace(kinds: list[str], offset: int) -> None:
    def built(start: int) -> dict[str, Any]:
        counts = dict.fromkeys(CLASSES, start)
        layers = []
        for kind in kinds:
            number = counts[kind]
            layers.append(layer(kind, f"{BASES[kind]}_{number}" if number else BASES[kind]))
            counts[kind] += 1
        return model(*layers, name=f"sequential_{start}" if start else "sequential")

    first, later = built(0), built(offset)
    assert fresh_names(first) == {name: name for name in fresh_names(first)}
    assert renamed(later, fresh_names(later)) == first


@pytest.mark.parametrize("odd", [None, 3, [], {}, {"config": {"name": 3}}, {"class_name": 4}])
def test_odd_trees_have_no_names(odd: Any) -> None:
    assert fresh_names(odd) == {}
    assert renamed(odd, {}) == odd
