"""A notebook that is graded has its copy in the report, in whatever state it was handed in."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from gradewright.cli import main
from gradewright.phrases import say

TOTAL = "def total(x):\n    'Größe'\n    return sum(x)"
MEAN = "def mean(x):\n    return sum(x) / len(x)"


def notebook(*sources: Any) -> str:
    cells = [{"cell_type": "markdown", "source": "# Summen"}]
    cells += [{"cell_type": "code", "source": source, "outputs": []} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}, ensure_ascii=False)


PLAIN = notebook(TOTAL, MEAN)
FORMAT_3 = json.dumps(
    {
        "nbformat": 3,
        "worksheets": [{"cells": [{"cell_type": "heading", "source": "Summen", "level": 2}]}]
        + [{"cells": [{"cell_type": "code", "input": text}]} for text in (TOTAL, MEAN)],
    }
)
CLASS = {
    "wide.ipynb": PLAIN.encode("utf-16"),
    "wide_without_mark.ipynb": PLAIN.encode("utf-16-le"),
    "marked.ipynb": PLAIN.encode("utf-8-sig"),
    "windows.ipynb": PLAIN.encode("cp1252"),
    "raw_line_ends.ipynb": PLAIN.replace("\\n", "\n").encode(),
    "bare_lines.ipynb": notebook(TOTAL.split("\n"), MEAN.split("\n")).encode(),
    "old.ipynb": FORMAT_3.encode(),
    "long_number.ipynb": PLAIN.replace('"nbformat": 4', '"nbformat": ' + "4" * 5000).encode(),
    "called_script.py": PLAIN.encode(),
    "downloaded.ipynb.txt": PLAIN.encode("utf-16"),
    "script.py": f"{TOTAL}\n{MEAN}\n".encode("utf-16"),
    "with_helper/sums.ipynb": notebook("%run parts.ipynb", MEAN).encode(),
    "with_helper/parts.ipynb": notebook(TOTAL).encode("utf-16"),
}


@pytest.fixture(scope="module")
def graded(
    shared_tiny_course: Any, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[dict[str, Any], str]]:
    """Return each result and the text of its copy, by the student's name."""
    folder, out = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out")
    for name, content in CLASS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    arguments = ["grade", str(folder), "--assignment", "sums", "--out", str(out), "--seed", "11"]
    assert main([*arguments, "--course", str(shared_tiny_course.root), "--jobs", "1"]) == 0
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    pages = {result["student"]: out / unquote(result["page"]) for result in results}
    copies = {
        student: unescape(page.with_name(f"{page.stem}-notebook.html").read_text("utf-8"))
        for student, page in pages.items()
    }
    return {result["student"]: (result, copies[result["student"]]) for result in results}


def test_everybody_is_graded_in_full(graded: dict[str, Any]) -> None:
    students = {Path(name).parts[0].partition(".")[0] for name in CLASS}
    assert {student: result["score"] for student, (result, _) in graded.items()} == dict.fromkeys(
        students, graded["marked"][0]["max_score"]
    )


def test_the_copy_shows_the_cells_that_were_graded(graded: dict[str, Any]) -> None:
    for student, (_, copy) in graded.items():
        assert ('id="cell-3-L2"' in copy) == (student != "script"), student
        assert say("report.copy_broken") not in copy, student
        assert "mean" in copy, student
        assert ("Größe" in copy) == (student != "with_helper"), student


def test_a_script_in_a_wide_encoding_is_readable(graded: dict[str, Any]) -> None:
    copy = graded["script"][1]
    assert 'id="L5"' in copy
    assert "\N{REPLACEMENT CHARACTER}" not in copy
