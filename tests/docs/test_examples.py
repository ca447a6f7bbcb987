"""Every example in README and docs is run, read or parsed for real, and what they name is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from gradewright.ci.handed_in import read_said
from gradewright.course.reader import read_names, read_table
from gradewright.course.table import Table
from gradewright.errors import GradewrightError

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = "docs/authoring.md"
LANGUAGES = {"python", "toml", "sh", "bash", "console", "text", "markdown"}
MOST_NOT_RUN = 2
# What the words of the user's own stand for in commands.
ASSIGNMENT: dict[str, Any] = {
    "title": "Title",
    "source": "Source",
    "question": [{"id": "question", "title": "Title", "points": 1}],
}
NUMPY = """\
import numpy as np

def cost(x):
    return sum(float((each - 1) ** 2) for each in x)

def minimise(f, start):
    x = np.array(start, dtype=float)
    for _ in range(60):
        slope = np.array([(f(x + e) - f(x - e)) / 2e-4 for e in 1e-4 * np.eye(len(x))])
        x = x - 0.2 * slope
    return x

def summary(x):
    return float(np.mean(x)), float(np.std(x))

def classify(x):
    return (x.sum(axis=1) > 0).astype(int)

def name_sign(number):
    return "negative" if number < 0 else "positive" if number else "zero"

def noise(n):
    return np.random.normal(size=n)

def root(x):
    if x < 0:
        raise ValueError("negative")
    return float(x ** 0.5)
"""
KERAS = """\
import keras
import numpy as np

def build_mlp():
    hidden = keras.layers.Dense(32, activation="relu")
    model = keras.Sequential([keras.Input((64,)), hidden, keras.layers.Dense(10, "softmax")])
    optimizer = keras.optimizers.SGD(0.1)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

def train(model, x, y, epochs):
    history = model.fit(x, y, epochs=epochs, batch_size=32, shuffle=False, verbose=0)
    return {"loss": [float(loss) for loss in history.history["loss"]]}
"""
KINDS = {
    "examples": (
        NUMPY,
        ["numpy"],
        ["minimise", "cost", "summary", "classify", "name_sign", "noise", "root"],
    ),
    "networks": (KERAS, ["numpy", "keras"], ["build_mlp", "train"]),
}


def test_every_block_has_a_language_that_is_looked_at(blocks: list[Any]) -> None:
    assert [str(b) for b in blocks if b.language not in LANGUAGES] == []
    # Output is compared where the tutorial is followed, so it stands nowhere else.
    tutorial = [b for b in blocks if b.language in {"console", "markdown"}]
    assert {b.page for b in tutorial} == {TUTORIAL}
    assert [str(b) for b in blocks if b.language == "text" and hidden_in(b.text)] == []


def hidden_in(text: str) -> bool:
    """Tell whether a text is an example in disguise, which nobody would run."""
    if re.search(r"^\$ |^(pytest|make) ", text, re.MULTILINE):
        return True
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        nodes = []
    code = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Call, ast.Assign)
    return any(isinstance(node, code) for node in nodes)


def test_few_blocks_are_not_run_and_each_says_why(blocks: list[Any]) -> None:
    marked = [b for b in blocks if b.not_run is not None]
    assert all(len(b.not_run) > 20 for b in marked)
    assert len(marked) <= MOST_NOT_RUN


def test_an_example_in_disguise_is_found() -> None:
    assert hidden_in("import numpy as np\n")
    assert hidden_in("def loss(w):\n    return w\n")
    assert hidden_in("$ gradewright grade work.py\n")
    assert not hidden_in("submissions -> plan -> worker <-> judge\n")


def problem_of_toml(text: str, folder: Path) -> str:
    """Return what the course reader says about a whole file, or a part of an assignment's."""
    try:
        values = tomllib.loads(text)
        if set(values) <= {"name", "title", "language", "policy"} and "name" in values:
            read_names(Table(Path("course.toml"), "", values))
            return ""
        if set(values) <= {"mistakes", "wrong"}:  # ratings, which tests/authoring reads
            return "" if all(each["rating"] for each in values["wrong"].values()) else "no rating"
        if set(values) <= {"folder", "assignment", "file"}:
            read_said(text.encode("utf-8"))
            return ""
        for name in values.get("load", {}).get("support", ()):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("")
        whole = values if "title" in values and "question" in values else ASSIGNMENT | values
        read_table(Table(folder / "assignment.toml", "", whole), folder, folder.parent)
    except (tomllib.TOMLDecodeError, GradewrightError) as error:
        return str(error)
    return ""


def test_every_toml_is_read(blocks: list[Any], tmp_path: Path) -> None:
    found = [b for b in blocks if b.language == "toml" and b.not_run is None]
    assert len(found) >= 4
    problems = [(str(b), problem_of_toml(b.text, tmp_path / "slug")) for b in found]
    assert [problem for problem in problems if problem[1]] == []


def test_a_wrong_toml_is_found(tmp_path: Path) -> None:
    assert "memory" in problem_of_toml("[limits]\nmemory = 5\n", tmp_path / "slug")
    assert "fresh" in problem_of_toml('[load]\nfresh = "always"\n', tmp_path / "slug")
    assert problem_of_toml("title =\n", tmp_path / "slug")
    assert not problem_of_toml("[limits]\nmemory_mb = 5\n", tmp_path / "slug")


def question_of(text: str) -> str:
    marks = re.findall(r'pytest\.mark\.question\("(\w+)"\)', text)
    return marks[0] if marks else ""


def write_course(root: Path, slug: str, blocks: Iterable[Any], toml: str = "") -> Path:
    """Write a course whose assignment's graders are these blocks; return the reference."""
    reference, preload, questions = KINDS[slug]
    tables = "".join(
        f'[[question]]\nid = "{q}"\ntitle = "{q}"\npoints = 1\nfunctions = ["{q}"]\n'
        for q in questions
    )
    head = 'title = "T"\nsource = "S"\ndata = ["digits"]\n'
    load = f'[load]\npreload = {preload}\nfresh = "question"\n'.replace("'", '"')
    limits = "[limits]\nload_seconds = 60\ntest_seconds = 120\nsubmission_seconds = 300\n"
    limits += "memory_mb = 4000\nprocesses = 512\n"
    lines = "import numpy as np\nimport pytest\n\nfrom gradewright.graders import *\n\n\n"
    grader = lines + "\n\n".join(b.text for b in blocks)
    files = {
        "course.toml": 'name = "docs"\ntitle = "Docs"\n',
        f"assignments/{slug}/assignment.toml": head + load + limits + toml + tables,
        f"graders/{slug}/test_examples.py": grader,
        f"reference/{slug}/{slug}.py": reference,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root / f"reference/{slug}/{slug}.py"


def run_graders(root: Path, slug: str, work: Path) -> tuple[int, str]:
    words = ["-m", "pytest", "-p", "no:cacheprovider", str(root / "graders" / slug)]
    done = subprocess.run(
        [sys.executable, *words, "--submission", str(work), "--grading-seed", "3"],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
    )
    return done.returncode, done.stdout


def examples(blocks: list[Any]) -> list[Any]:
    """Return the graders that show something, and belong to no file."""
    own = [b for b in blocks if b.language == "python" and not b.file and b.not_run is None]
    return [b for b in own if b.page != "README.md"]


def test_every_example_of_a_grader_is_run_somewhere(blocks: list[Any]) -> None:
    """README's is one of those that `gradewright new` writes, which another test holds."""
    known = {question for _, _, questions in KINDS.values() for question in questions}
    assert [str(b) for b in examples(blocks) if question_of(b.text) not in known] == []
    files = [b for b in blocks if b.language == "python" and b.file]
    assert {b.page for b in files} == {TUTORIAL}


@pytest.mark.parametrize(
    "slug", ["examples", pytest.param("networks", marks=pytest.mark.slow(seconds=40))]
)
def test_graders_in_docs_pass_right_work(blocks: list[Any], tmp_path: Path, slug: str) -> None:
    mine = [b for b in examples(blocks) if question_of(b.text) in KINDS[slug][2]]
    assert len(mine) >= 2
    budgets = "".join(b.text for b in blocks if b.language == "toml" and b.page == mine[-1].page)
    work = write_course(tmp_path, slug, mine, budgets if slug == "networks" else "")
    code, out = run_graders(tmp_path, slug, work)
    assert code == 0, out
    assert "failed" not in out
    # And each can fail: work in which every function returns a text earns nothing.
    wrong = tmp_path / "wrong.py"
    functions = "".join(f"def {name}(*a, **k):\n    return 'no'\n" for name in KINDS[slug][2])
    wrong.write_text(functions, encoding="utf-8")
    code, out = run_graders(tmp_path, slug, wrong)
    assert code == 1, out
    assert "passed" not in out
    assert "gradewright: 0 of" in out


def test_a_wrong_grader_is_found(
    planted: Callable[[str], list[Any]], blocks: list[Any], tmp_path: Path
) -> None:
    test = '@pytest.mark.question("cost")\ndef test_pair(student):\n    returned_pair()'
    text = f"```python\n{test}\n```"
    others = set(KINDS["examples"][2]) - {"cost"}
    right = [b for b in examples(blocks) if question_of(b.text) in others]
    work = write_course(tmp_path, "examples", [*right, *planted(text)])
    code, out = run_graders(tmp_path, "examples", work)
    assert code != 0
    assert "returned_pair" in out
