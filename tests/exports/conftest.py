"""Results of a made-up class, and one in which every text that a student chooses is hostile."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from tests.reports.conftest import made_up_submission

from gradewright.results import CodeExcerpt, CodeLine, Failure, SubmissionResult

# Each line is a command, markup, a mention or a link somewhere.
VENOM = (
    "\n::error::owned\r::add-mask::owned ##[error]owned\n::set-output name=score::99 "
    "<script>owned()</script> <!-- --> ![x](https://evil.example/x.png) [a](javascript:owned) "
    "@octocat www.evil.example a@evil.example #1 !2 `code` | cell | **bold** </details> "
    "[[ATTACHMENT|/etc/passwd]] \x1b[31m\x00 ]]> 100%25 %0A::warning::owned \u202eowned"
)
SECRET = "secret-of-a-hidden-test-4711"


@pytest.fixture
def wrong() -> SubmissionResult:
    """A submission with faults of many kinds, hidden and visible ones."""
    return made_up_submission("bohdan.tkachenko", "logistic_regression")


@pytest.fixture
def unreadable() -> SubmissionResult:
    return made_up_submission("li.wei", "planar_network")


@pytest.fixture
def failed() -> SubmissionResult:
    return made_up_submission("farid.haddad", "planar_network")


def _poisoned(failure: Failure | None, secret: str) -> Failure:
    text = f"{VENOM} {secret}"
    return Failure(
        text,
        function="propagate",
        call=text,
        expected=text,
        got=text,
        differing=text,
        largest=text,
        rows=((text, text, text),),
        cause=VENOM if failure is None else failure.cause,
        trace=(CodeLine(f"a,b:c%\n::error::{secret}.py", None, 3, "propagate", text),),
    )


@pytest.fixture
def hostile(wrong: SubmissionResult) -> SubmissionResult:
    """A submission whose every text is hostile; hidden tests' texts hold a secret besides."""

    def secret_of(visibility: str) -> str:
        return "" if visibility == "visible" else SECRET

    questions = tuple(
        dataclasses.replace(
            question,
            tests=tuple(
                dataclasses.replace(
                    test,
                    status="error",
                    score=0.0,
                    message=VENOM + secret_of(test.visibility),
                    failure=_poisoned(test.failure, secret_of(test.visibility)),
                )
                for test in question.tests
            ),
        )
        for question in wrong.questions
    )
    return dataclasses.replace(
        wrong,
        student=VENOM,
        files=(VENOM,),
        notes=(VENOM,),
        questions=questions,
        code=(CodeExcerpt("propagate", VENOM, None, 3, VENOM),),
    )


@pytest.fixture
def many(wrong: SubmissionResult) -> Callable[[int], SubmissionResult]:
    """Return the maker of a result with many tests that went wrong."""

    def make(count: int) -> SubmissionResult:
        question = wrong.questions[2]
        bad = next(test for test in question.tests if test.failure)
        tests = tuple(dataclasses.replace(bad, id=f"{bad.id}{i}") for i in range(count))
        return dataclasses.replace(wrong, questions=(dataclasses.replace(question, tests=tests),))

    return make
