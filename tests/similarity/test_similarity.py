"""Copies are seen however they are disguised; honest work is not."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.authoring.variants import variant_files, whole_of
from gradewright.course.reader import read_course
from gradewright.likeness import Whose
from gradewright.reports import similar_page
from gradewright.similarity.compare import Work, compare
from gradewright.similarity.fingerprints import fingerprints, winnow
from gradewright.similarity.gather import given_parts
from gradewright.similarity.statements import Part, statements_of
from gradewright.submissions.cells import read_cells

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course():
    return read_course(ROOT)


def _work(student, parts, assignment="planar_network", digest=""):
    return Work(Whose(student), assignment, assignment, tuple(parts), digest)


def _variants(course, slug):
    assignment = next(a for a in course.assignments if a.slug == slug)
    for file in variant_files(assignment, "correct"):
        name, content = whole_of(assignment, file)
        cells, _ = read_cells(name, content)
        yield file.stem, tuple(Part(c.file, c.number, c.source) for c in cells)


@pytest.fixture(scope="module")
def planar(course):
    """Return works of a class, each another right way, and what was given."""
    assignment = next(a for a in course.assignments if a.slug == "planar_network")
    works = [_work(name, parts) for name, parts in _variants(course, "planar_network")]
    return works, {"planar_network": given_parts(assignment)}


def _renamed(text):
    names = sorted(set(re.findall(r"\b(?:[A-Za-z]\d?|cache|parameters|grads|cost)\b", text)))
    for i, name in enumerate(names):
        text = re.sub(rf"(?<![.\w]){name}\b", f"zz{i}q", text)
    return text


def _commented(text):
    lines = [
        f"{line}   # mine {i}" if line.strip() else line for i, line in enumerate(text.split("\n"))
    ]
    return "\n".join(["# all my own work", *lines])


def _renumbered(text):
    return re.sub(r"(?<![\w.])(\d+)(?![\w.])", lambda m: str(int(m[1]) + 1), text)


def _reordered(parts):
    mixed = list(parts)
    random.Random(5).shuffle(mixed)
    return mixed


# A script whose lines a comment may be put behind: no text over several lines, no open bracket.
SCRIPT = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    Z = np.dot(w.T, X) + b
    A = 1 / (1 + np.exp(-Z))
    first = Y * np.log(A)
    second = (1 - Y) * np.log(1 - A)
    cost = -np.sum(first + second) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, float(cost)


def optimize(w, b, X, Y, count, rate):
    costs = []
    for i in range(count):
        grads, cost = propagate(w, b, X, Y)
        w = w - rate * grads["dw"]
        b = b - rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return w, b, costs
"""


@pytest.mark.parametrize(
    "disguise", [_renamed, _commented, _renumbered, lambda t: _renamed(_commented(t))]
)
def test_a_disguised_copy_is_identical(planar, disguise):
    works, given_code = planar
    pair = [
        _work("original", [Part("a.py", None, SCRIPT)]),
        _work("copy", [Part("b.py", None, disguise(SCRIPT))]),
    ]
    found = compare([*works, *pair], given_code).pairs
    assert any(
        p.is_identical and {p.one.student, p.other.student} == {"original", "copy"} for p in found
    )


def test_functions_in_another_order_are_identical(planar):
    works, given_code = planar
    functions = [Part("a.py", None, f"def{f}") for f in SCRIPT.split("\ndef")[1:]]
    pair = [
        _work("original", [Part("a.py", None, SCRIPT)]),
        _work("copy", _reordered(functions)[::-1]),
    ]
    found = compare([*works, *pair], given_code).pairs
    assert any(
        p.is_identical and {p.one.student, p.other.student} == {"original", "copy"} for p in found
    )


def test_every_work_of_the_class_is_found_in_its_copy(planar):
    works, given_code = planar
    for work in works:
        copy = _work("the copy", [Part(p.file, p.cell, _renumbered(p.text)) for p in work.parts])
        found = compare([*works, copy], given_code).pairs
        names = {(p.one.student, p.other.student) for p in found if p.is_identical}
        assert {work.whose.student, "the copy"} in [set(pair) for pair in names], work.whose


def test_half_a_copy_stands_out_and_its_passages_are_shown(planar):
    works, given_code = planar
    taken, own = works[0], works[3]
    half = len(taken.parts) // 2 if len(taken.parts) > 1 else 1
    source = taken.parts[0].text if len(taken.parts) == 1 else ""
    parts = (
        [Part("x.py", None, source[: 2 * len(source) // 3])]
        if source
        else list(taken.parts[: half + 2])
    )
    found = compare([*works, _work("half", parts)], given_code).pairs
    mine = [p for p in found if "half" in (p.one.student, p.other.student)]
    assert taken.whose.student in {s for p in mine for s in (p.one.student, p.other.student)}
    assert own.whose.student not in {s for p in mine for s in (p.one.student, p.other.student)}
    assert mine[0].passages


@pytest.mark.parametrize("slug", ["activations", "keras_mnist", "planar_network", "vae"])
def test_honest_work_of_other_ways_does_not_stand_out(course, slug):
    assignment = next(a for a in course.assignments if a.slug == slug)
    works = [_work(name, parts, slug) for name, parts in _variants(course, slug)]
    found = compare(works, {slug: given_parts(assignment)}).pairs
    # One of planar's is another one with a step more to each line.
    assert len(found) <= (1 if slug == "planar_network" else 0)


def test_two_honest_short_solutions_are_not_named():
    short = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
    works = [_work(f"s{i}", [Part("a.py", None, short)]) for i in range(8)]
    works += [
        _work(
            "t",
            [Part("a.py", None, "def sigmoid(x):\n    s = 1 / (1 + np.exp(-x))\n    return s\n")],
        )
    ]
    assert compare(works, {}).pairs == ()


def test_what_was_given_and_nothing_more_is_no_copy(course):
    assignment = next(a for a in course.assignments if a.slug == "planar_network")
    stub = given_parts(assignment)
    works = [_work(f"s{i}", stub, digest="sha256:same") for i in range(3)]
    assert compare(works, {"planar_network": stub}).pairs == ()


def test_hand_ins_of_one_student_are_not_compared():
    works = [_work("ann", [Part("a.py", None, SCRIPT)])] * 2
    assert compare(works, {}).pairs == ()


def test_groups_connect_students_over_assignments():
    parts = [Part("a.py", None, SCRIPT)]
    works = [
        _work("a", parts, "one"),
        _work("b", parts, "one"),
        _work("b", parts, "two"),
        _work("c", parts, "two"),
    ]
    (cluster,) = compare(works, {}).clusters
    assert [w.student for w in cluster.students] == ["a", "b", "c"]
    assert cluster.assignments == ("one", "two")


@given(st.text(max_size=400))
def test_any_text_is_cut_into_statements(text):
    statements = statements_of([Part("a.py", None, text)])
    count = text.count("\n") + 1
    assert all(1 <= s.first <= s.last <= count for s in statements)
    assert fingerprints(statements) == fingerprints(statements_of([Part("b.py", None, text)]))


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 8))
def test_each_window_keeps_its_least(hashes, window):
    kept = winnow(hashes, window)
    for at in range(max(0, len(hashes) - window + 1)):
        assert min(hashes[at : at + window]) in kept


@pytest.mark.parametrize(
    "hostile", ['"""' * 50_000, "(" * 200_000, "'" + "\\" * 200_000, "a\n" * 100_000, "\x00" * 9]
)
def test_hostile_text_takes_time_in_proportion(hostile):
    start = time.perf_counter()
    statements_of([Part("a.py", None, hostile)])
    assert time.perf_counter() - start < 10


def test_a_thousand_submissions_take_well_under_a_minute(planar):
    works, given_code = planar
    draw = random.Random(1)
    lines = sorted(
        {line for w in works for p in w.parts for line in p.text.split("\n") if line.strip()}
    )
    many = []
    for i in range(1000):
        base = works[i % len(works)]
        extra = "\n".join(line.strip() for line in draw.sample(lines, 30))
        many.append(_work(f"s{i}", [*base.parts, Part("x.py", None, extra)]))
    start = time.process_time()
    likeness = compare(many, given_code)
    assert time.process_time() - start < 40
    assert likeness.compared[0].works == 1000


def test_the_page_is_harmless_and_shows_both_sides(planar):
    works, given_code = planar
    odd = SCRIPT.replace("m = X", "m = '<script>alert(1)</script>' and X")
    pair = [
        _work("<b>one</b>", [Part("a.py", None, odd)]),
        _work("two", [Part("b.py", None, odd)]),
    ]
    page = similar_page.render(compare([*works, *pair], given_code), "A course", "index.html")
    assert "<b>one</b>" not in page
    assert "&lt;b&gt;one&lt;/b&gt;" in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("cost = -np.sum(first + second) / m") >= 2
