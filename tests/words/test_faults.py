"""The stable id of a fault."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.phrases import catalogue, say
from gradewright.phrases.matching import Said, phrases_in
from gradewright.words.faults import fault_id, without_particulars

TEST = "test_3_propagate.py::test_cost"
names = st.from_regex(r"[a-z_][a-zA-Z0-9_]{0,12}", fullmatch=True)
numbers = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False)
).map(str)
texts = st.text(st.characters(exclude_categories=()), max_size=120)


def _id(problem, cause="", test=TEST, status="failed"):
    return fault_id(test, status, problem, cause)


@given(texts, texts, texts)
def test_it_is_twelve_hexadecimal_digits_and_the_same_each_time(test, problem, cause):
    made = fault_id(test, "failed", problem, cause)
    assert re.fullmatch("[0-9a-f]{12}", made)
    assert fault_id(test, "failed", problem, cause) == made


@given(names, names)
def test_names_that_a_student_chose_do_not_count(one, other):
    def cause(name):
        return say("grading.cause_name", name=name)

    assert _id("anything", cause(one)) == _id("anything else", cause(other))


@given(st.lists(names, min_size=1, max_size=4), st.lists(names, min_size=1, max_size=4))
def test_nor_do_lists_of_them(some, others):
    def reads(all_names):
        named = ", ".join(f"`{n}`" for n in all_names)
        return say("grading.cause_reads_several", function="propagate", names=named)

    assert _id("", reads(some)) == _id("", reads(others))


@given(numbers, numbers, numbers, numbers)
def test_numbers_do_not_count_in_a_phrase_or_in_a_graders_own_words(a, b, c, d):
    def shape(got, expected):
        return say("checks.wrong_shape", what="dw from propagate", got=got, expected=expected)

    assert _id(shape(a, b)) == _id(shape(c, d))
    assert _id(f"the cost after {a} steps is off by {b}") == _id(
        f"the cost after {c} steps is off by {d}"
    )


@given(names, names)
def test_what_python_quotes_in_an_error_does_not_count(one, other):
    def raised(name):
        text = f"'{name}' object has no attribute '{name}'"
        return say("grading.raised", function="model", error="AttributeError", text=text)

    assert _id(raised(one)) == _id(raised(other))


@given(names.filter(lambda name: name != "cost"))
def test_an_error_of_the_students_own_class_counts_as_an_error(name):
    def raised(error):
        return say("grading.raised", function="model", error=error, text="what ever")

    assert _id(raised(f"My{name}")) == _id(raised("OurError"))


def test_errors_of_pythons_own_are_told_apart():
    def raised(error, text):
        return say("grading.raised", function="model", error=error, text=text)

    ids = {
        _id(raised("ValueError", "shapes (2,3) and (4,2) not aligned")),
        _id(raised("ValueError", "math domain error")),
        _id(raised("ZeroDivisionError", "division by zero")),
    }
    assert len(ids) == 3
    assert _id(raised("ValueError", "shapes (2,3) and (4,2) not aligned")) == _id(
        raised("ValueError", "shapes (12,3,1) and (5,) not aligned")
    )


def test_test_status_and_cause_tell_faults_apart():
    cause, other = say("checks.cause_keepdims"), say("checks.cause_none")
    ids = [
        _id("x", cause),
        _id("x", other),
        _id("x", cause, status="crashed"),
        _id("x", cause, test="test_3_propagate.py::test_gradient"),
    ]
    assert len(set(ids)) == 4


def test_what_the_course_names_tells_faults_apart():
    def wrong(what):
        return say("checks.wrong_values", what=what)

    assert _id(wrong("dw from propagate")) != _id(wrong("db from propagate"))


def test_one_cause_is_one_fault_however_it_shows():
    cause = say("checks.cause_sign")
    assert _id("dw from propagate has wrong values.", cause) == _id("It fell apart.", cause)


def test_two_sentences_are_read_one_after_the_other():
    aligned = say("grading.cause_aligned", left="(2, 3)", right="(4, 2)")
    said = f"{aligned} {say('grading.cause_aligned_right')}"
    keys = [part.key for part in phrases_in(said, ("grading",)) if isinstance(part, Said)]
    assert keys == ["grading.cause_aligned", "grading.cause_aligned_right"]
    assert _id("", said) != _id("", aligned)


FILLED = [
    key
    for key, phrase in catalogue("en").items()
    if key.partition(".")[0] in ("checks", "grading") and len(re.sub(r"{\w+}", "", phrase)) > 30
]


@pytest.mark.parametrize("key", FILLED)
def test_every_phrase_is_known_again_whatever_fills_it(key):
    holes = set(re.findall(r"{(\w+)}", catalogue("en")[key]))
    made = say(key, **{hole: f"`{hole}_{i}`" for i, hole in enumerate(sorted(holes))})
    found = phrases_in(made, ("checks", "grading"))
    assert isinstance(found[0], Said)
    assert found[0].key == key


@given(st.text(alphabet="ab `'\"{}.,", max_size=2_000))
def test_no_text_is_too_odd(text):
    assert len(fault_id(TEST, "failed", text)) == 12
    assert len(without_particulars(text)) <= len(text)
