"""Models far larger or costlier than what is asked for cost their own points, and nobody's time.

Before them comes one that hands over none at all.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

SLUG = "keras_mnist"
WIDE = """

def build_mlp(learning_rate=0.01):
    model = keras.Sequential([
        keras.Input((28, 28)), keras.layers.Flatten(),
        keras.layers.Dense(57_000, activation="relu"), keras.layers.Dense(10, activation="softmax"),
    ])
    sgd = keras.optimizers.SGD(learning_rate)
    model.compile(sgd, "sparse_categorical_crossentropy", ["accuracy"])
    return model
"""
SLOW = """

def build_cnn():
    x = inputs = keras.Input((28, 28, 1))
    x = keras.layers.Conv2D(96, 7, padding="same")(keras.layers.UpSampling2D(9)(x))
    x = keras.layers.GlobalMaxPooling2D()(keras.layers.Conv2D(96, 7, padding="same")(x))
    model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return model
"""


@pytest.mark.slow(seconds=60)
def test_only_their_own_questions_lose(repository: Path, tmp_path: Path) -> None:
    pytest.importorskip("keras", reason="Keras is not installed: make .venv/test")
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    right = repository / "reference" / SLUG / f"{SLUG}.py"
    text = right.read_text(encoding="utf-8")
    shutil.copyfile(repository / "student_template" / SLUG / f"{SLUG}.py", folder / "a_stub.py")
    (folder / "b_wide.py").write_text(text + WIDE, encoding="utf-8")
    (folder / "c_slow.py").write_text(text + SLOW, encoding="utf-8")
    shutil.copyfile(right, folder / "d_right.py")
    arguments = ["grade", str(folder), "--assignment", SLUG, "--course", str(repository)]
    arguments += ["--out", str(out), "--seed", "11", "--jobs", "1", "--no-notebooks"]
    assert main([*arguments, "--no-performance"]) == 0
    entries = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    assert [entry["status"] for entry in entries] == ["graded"] * 4
    stub, wide, slow, honest = entries
    assert stub["score"] == 0
    assert honest["score"] == honest["max_score"]
    for entry, question, said in (
        (wide, "build_mlp", "parameters. That is far more than is asked for"),
        (slow, "build_cnn", "multiplications through the model. That is far more"),
    ):
        assert 0 < entry["score"] < entry["max_score"]
        for one in entry["questions"]:
            assert (one["score"] < one["max_score"]) == (one["id"] == question), one["id"]
        assert said in json.dumps(entry)
        assert sum(test["seconds"] for test in _tests(entry)) < 600


def _tests(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [test for question in entry["questions"] for test in question["tests"]]
