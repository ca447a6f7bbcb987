"""Records read back from plain values: the same again, or refused with the place."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from gradewright.results import SubmissionResult, to_plain
from gradewright.results_reader import NotARecordError, from_plain


def test_every_record_of_the_made_up_class_comes_back_the_same(made_up):
    for record in made_up:
        plain = json.loads(json.dumps(to_plain(record)))
        assert from_plain(SubmissionResult, plain) == record


def test_a_key_of_a_later_version_gets_its_default(submission):
    record = submission("anna.kovalenko", "planar_network")
    plain = to_plain(record)
    for key in ("attention", "late", "seed", "page", "only"):
        del plain[key]
    assert from_plain(SubmissionResult, plain) == record


WRONG: list[tuple[tuple[Any, ...], Any, str]] = [
    (("score",), "10", "score: a value of type str instead of a number"),
    (("score",), True, "score: a value of type bool instead of a number"),
    (("late",), 1, "late: a value of type int instead of true or false"),
    (("student",), None, "student: null instead of a text"),
    (("status",), "lost", "status: a value of type str instead of 'graded' or"),
    (("questions", 1, "tests", 1, "score"), [], "questions[1].tests[1].score: a value of type"),
    (("questions",), {}, "questions: a value of type dict instead of a list"),
    (("isolation",), [], "isolation: a value of type list instead of an object"),
    (("isolation", "colour"), "red", "isolation.colour: no such key"),
    (("seed",), 1.5, "seed: a value of type float instead of a number"),
]


@pytest.mark.parametrize(("at", "value", "words"), WRONG)
def test_what_does_not_fit_is_refused_with_its_place(submission, at, value, words):
    plain = copy.deepcopy(to_plain(submission("anna.kovalenko", "planar_network")))
    inner = plain
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = value
    with pytest.raises(NotARecordError) as caught:
        from_plain(SubmissionResult, plain)
    assert str(caught.value).startswith(words)


def test_what_has_no_default_is_asked_for(submission):
    plain = to_plain(submission("anna.kovalenko", "planar_network"))
    del plain["digest"]
    with pytest.raises(NotARecordError, match="digest: missing"):
        from_plain(SubmissionResult, plain)
