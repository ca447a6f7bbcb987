"""Each trick that is known of models and their training: none of them is measured better for it.

They are submissions of keras_mnist: the reference solution, and below it what the trick changes.
What does not measure is left out: the reference has all of its points, so no trick could have more.
"""

from __future__ import annotations

import json
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.slow(seconds=250),
    pytest.mark.skipif(find_spec("keras") is None, reason="there is no Keras"),
]

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
ROWS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "models.toml").read_text("utf-8"))
HONEST = "honest"
SECONDS = 1500
# Inside the cage: lay out a class, grade it by the repository's course, and hand over the results.
GRADE = """
import json, os, subprocess, sys
from pathlib import Path
request = json.load(sys.stdin)
for name, text in request["files"].items():
    Path("class").mkdir(exist_ok=True)
    Path("class", f"{name}.py").write_text(text, encoding="utf-8")
program = str(Path(sys.executable).parent / "gradewright")
words = ["grade", "class", "--layout", "class", "--assignment", "keras_mnist", "--seed", "11"]
words += ["--course", request["course"], "--no-notebooks", "--out", "out", "--jobs", "1"]
words += ["--only", "performance"]
done = subprocess.run(
    [sys.executable, program, *words], capture_output=True, text=True,
    env=os.environ | {"HOME": os.getcwd(), "PYTHONDONTWRITEBYTECODE": "1"},
)
sys.stderr.write(done.stdout[-2000:] + done.stderr[-2000:])
sys.stdout.write(Path("out", "results.json").read_text(encoding="utf-8"))
"""


@pytest.fixture(scope="module")
def graded(caged: Any) -> dict[str, Any]:
    reference = (REPOSITORY / "reference" / "keras_mnist" / "keras_mnist.py").read_text("utf-8")
    files = {n: reference + (HERE / "models" / f"{n}.py").read_text("utf-8") for n in ROWS}
    request = json.dumps({"files": files, "course": str(REPOSITORY)}).encode()
    # What forked processes share counts for each of them.
    options = ["--memory-mb", "60000", "--processes", "900", "--disk-mb", "1000"]
    done = caged("user", SECONDS, [sys.executable, "-c", GRADE], request, options)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    document = json.loads(done.stdout)
    return {entry["student"]: entry for entry in document["submissions"]}


def measured(entry: dict[str, Any]) -> dict[str, float]:
    """Return the points of each test that measures."""
    tests = [test for question in entry["questions"] for test in question["tests"]]
    performance = ("test_accuracy", "test_step_time")
    return {t["id"]: t["score"] for t in tests if t["id"].endswith(performance)}


@pytest.mark.parametrize("name", [name for name in ROWS if name != HONEST])
def test_a_trick_is_measured_no_better_than_honest_work(graded: Any, name: str) -> None:
    entry, honest = graded[name], graded[HONEST]
    assert entry["status"] == "graded", entry["message"]
    mine, theirs = measured(entry), measured(honest)
    assert mine.keys() == theirs.keys()
    assert [test for test in mine if mine[test] > theirs[test]] == []
    assert entry["score"] <= honest["score"]
    accuracies = [
        {m["test"]: m["value"] for m in each["measurements"] if m["kind"] == "accuracy"}
        for each in (entry, honest)
    ]
    # The same form is the same training: nothing that the code does moves it.
    if ROWS[name].get("same_form"):
        assert accuracies[0] == accuracies[1]
    assert all(not accuracies[0].get(test, 0) > value for test, value in accuracies[1].items())


def test_every_row_about_models_has_a_submission() -> None:
    assert {row["row"] for row in ROWS.values()} >= {10, 19, 20, 21, 22}
    assert {path.stem for path in (HERE / "models").glob("*.py")} == ROWS.keys()
