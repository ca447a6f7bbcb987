"""`gradewright similar`: from files or results to a page, and a link to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradewright import results
from gradewright.cli import main
from gradewright.reports.site import Site

ROOT = Path(__file__).parents[2]
ENVIRONMENT = results.Environment("3.11", {}, results.Device("cpu", "x"))

WORK = """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def propagate(w, b, X, Y):
    m = X.shape[1]
    scores = np.dot(w.T, X) + b
    A = sigmoid(scores)
    first = Y * np.log(A)
    second = (1 - Y) * np.log(1 - A)
    cost = -np.sum(first + second) / m
    difference = A - Y
    dw = np.dot(X, difference.T) / m
    db = np.sum(difference) / m
    grads = {"dw": dw, "db": db}
    return grads, float(cost)
"""
OTHER = """
def sigmoid(z):
    return np.where(z > 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def propagate(w, b, X, Y):
    A = sigmoid(X.T @ w + b).T
    losses = -np.log(np.where(Y == 1, A, 1 - A))
    return dict(dw=X @ (A - Y).T / X.shape[1], db=(A - Y).mean()), losses.mean()
"""


@pytest.fixture
def submissions(tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "ann.py").write_text(WORK)
    (folder / "ben.py").write_text("# my own\n" + WORK.replace("difference", "gap"))
    (folder / "cem.py").write_text(OTHER)
    return folder


def test_a_copy_among_files_is_named(submissions, tmp_path, capsys):
    out = tmp_path / "similar.html"
    words = ["similar", str(submissions), "--assignment", "logistic_regression"]
    assert main([*words, "--course", str(ROOT), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "100 % alike: ann and ben, logistic_regression" in said
    assert "cem" not in said
    assert "never a verdict" in said
    page = out.read_text("utf-8")
    assert "gap = A - Y" in page
    assert "difference = A - Y" in page


def test_results_are_enough_and_the_class_page_leads_there(tmp_path, capsys):
    run = results.RunInfo("A course", "2026-01-05T10:00:00Z", 1, ENVIRONMENT)
    site = Site(tmp_path, run)
    for student, text in (("ann", WORK), ("ben", WORK.replace("scores", "z")), ("cem", OTHER)):
        functions = [f"def{part}" for part in text.split("\ndef")[1:]]
        site.add(
            results.SubmissionResult(
                student,
                "logistic_regression",
                ("work.py",),
                "",
                "graded",
                None,
                results.Isolation(),
                1.0,
                2.0,
                0.1,
                (results.QuestionResult("q", "Q", 1.0, 2.0, ()),),
                code=tuple(
                    results.CodeExcerpt(f"f{i}", "work.py", None, 10 * i + 1, f)
                    for i, f in enumerate(functions)
                ),
                title="Logistic regression",
            )
        )
    site.finish()
    index = tmp_path / "index.html"
    assert "similar.html" not in index.read_text("utf-8")
    assert main(["similar", str(tmp_path), "--course", str(ROOT)]) == 0
    assert "100 % alike: ann and ben" in capsys.readouterr().out
    page = (tmp_path / "similar.html").read_text("utf-8")
    assert 'href="students/ann/logistic_regression.html"' in page
    assert 'href="index.html"' in page
    assert (tmp_path / "statistics.csv").is_file()
    again = index.read_text("utf-8")
    assert 'href="similar.html"' in again
    assert again.count("students/ann/logistic_regression.html") >= 1


def test_a_folder_with_nothing_in_it_is_wrong_usage(tmp_path, capsys):
    assert main(["similar", str(tmp_path), "--course", str(ROOT)]) == 2
    assert capsys.readouterr().err
