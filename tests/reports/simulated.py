"""A made-up class for statistics: abilities, functions right or wrong, tests that see some faults.

Each student has an ability, each question a difficulty and a slope (the two-parameter logistic
model): that decides whether a student's function is right. A right function passes its tests, a
wrong one fails those that see its fault. Besides, each test has a slip of its own that it alone
sees, made by weak students more than by strong ones; and some hand in stubs. A planted fault
changes one test alone.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from gradewright.reports.class_rows import ClassRow, QuestionScore, TestScore

QUESTIONS, TESTS = 8, 3


def outside_the_range(right: bool, _ability: float, draw: random.Random) -> bool:
    """Asks for what the exercise never promised: right work fails, too."""
    return right and draw.random() < 0.03


def wrong_tolerance(right: bool, _ability: float, draw: random.Random) -> bool:
    """Is so strict that right work passes by luck."""
    return right and draw.random() < 0.5


def wrong_value(right: bool, _ability: float, draw: random.Random) -> bool:
    """Expects a wrong value, which some wrong work gives."""
    return not right and draw.random() < 0.5


def punishes_an_alternative(right: bool, _ability: float, draw: random.Random) -> bool:
    """Fails those three of ten who went another right way."""
    return right and draw.random() >= 0.3


PLANTED: dict[str, Callable[[bool, float, random.Random], bool]] = {
    "outside_the_range": outside_the_range,
    "wrong_tolerance": wrong_tolerance,
    "wrong_value": wrong_value,
    "punishes_an_alternative": punishes_an_alternative,
}


def simulated_class(
    seed: int, students: int = 200, planted: str = "", ease: float = 1.8
) -> tuple[list[ClassRow], str]:
    """Return the rows of a class and the id of the test with a planted fault ("" for none)."""
    draw = random.Random(seed)
    difficulties = [draw.gauss(-ease, 0.7) for _ in range(QUESTIONS)]
    slopes = [draw.uniform(0.8, 2.0) for _ in range(QUESTIONS)]
    sees = [[draw.uniform(0.4, 0.95) for _ in range(TESTS)] for _ in range(QUESTIONS)]
    slips = [[draw.choice((0.0, 0.02, 0.05, 0.1)) for _ in range(TESTS)] for _ in range(QUESTIONS)]
    at = (draw.randrange(QUESTIONS), draw.randrange(TESTS))
    rows = []
    for number in range(students):
        ability = draw.gauss(0.0, 1.0)
        is_stub = draw.random() < 0.05
        tests = []
        for q in range(QUESTIONS):
            knows = draw.random() < _logistic(slopes[q] * (ability - difficulties[q]))
            for t in range(TESTS):
                slipped = draw.random() < 2 * slips[q][t] * _logistic(-ability)
                right = (knows or draw.random() >= sees[q][t]) and not slipped and not is_stub
                is_planted = planted and (q, t) == at
                passes = PLANTED[planted](right, ability, draw) if is_planted else right
                tests.append(TestScore(f"q{q}", f"q{q}::t{t}", f"Test {t}", float(passes), 1.0))
        score = sum(test.score for test in tests)
        href = f"students/{number}/work.html"
        rows.append(
            ClassRow(
                f"student {number:04d}",
                "work",
                "graded",
                None,
                score,
                float(len(tests)),
                0.1,
                href,
                "process",
                tuple(_question(f"q{q}", tests) for q in range(QUESTIONS)),
                (),
                tests=tuple(tests),
                times=(0.01,) * len(tests),
            )
        )
    return rows, f"q{at[0]}::t{at[1]}" if planted else ""


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _question(name: str, tests: list[TestScore]) -> QuestionScore:
    mine = [test for test in tests if test.question == name]
    score, most = sum(test.score for test in mine), sum(test.max_score for test in mine)
    return QuestionScore(name, f"Question {name[1:]}", score, most, f"q-{name}")
