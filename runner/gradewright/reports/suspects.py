"""Tests that may be wrong: what the class as a whole says against them.

A right test is failed by weak work and passed by strong work. For each test, every submission has a
score on the rest: the share of the points that its other tests earned, tests apart that say nothing
of it (not run, or lost because of another question). Against that score a test is suspected when
nearly all serious work fails it; when the best fail it and the weak pass it; or when many of the
best fail it and nothing else of its question, and hardly fewer than of those below them. Each holds
only if an interval for it, and not just its value, says so; a small class says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from gradewright.phrases import say
from gradewright.reports.class_rows import ClassRow, TestScore

Reason = Literal["all_fail", "best_fail", "top_fail"]

# The share of the rest that makes work serious, and that puts it among the best in any case.
SERIOUS, BEST = 0.6, 0.9
_BEST_QUARTER = 0.75
LEAST_GRADED, LEAST_SERIOUS, LEAST_TOP = 20, 10, 15
_LEAST_TESTS = 4
# Two-sided intervals: 95 % where nearly all fail, 99 % where many tests are looked at for a little.
_Z95, _Z99 = 1.959964, 2.575829
_NEARLY_ALL_FAIL, _MANY_FAIL = 2 / 3, 0.10
# How many of the best must fail for each that does of those below.
_HARDLY_FEWER = 0.45
_REASONS: tuple[Reason, ...] = ("all_fail", "best_fail", "top_fail")


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its bounds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Suspect:
    """A test that may be wrong.

    `failing` of `of` serious submissions fail it (`top_fail`: of the best that have all else of its
    question), `share` with its interval of 95 %. `discrimination` is the correlation with the score
    on the rest over all graded work, None where there is none. `who` are those serious ones who
    fail it, by name and link to their page.
    """

    assignment: str
    test: str
    title: str
    question: str
    points: float
    reason: Reason
    failing: int
    of: int
    share: Interval
    discrimination: Interval | None
    who: tuple[tuple[str, str], ...]

    @property
    def why(self) -> str:
        """Return in a sentence what the class says against it."""
        return say(f"report.suspect_{self.reason}", failing=self.failing, of=self.of)


def suspects(rows: Sequence[ClassRow]) -> tuple[Suspect, ...]:
    """Return the tests that may be wrong, the likeliest first, by assignment.

    Args:
        rows: submissions of any assignments; those without a score do not count.
    """
    slugs = sorted({row.assignment for row in rows})
    return tuple(
        suspect
        for slug in slugs
        for suspect in _of_assignment([r for r in rows if r.assignment == slug])
    )


def _of_assignment(rows: Sequence[ClassRow]) -> list[Suspect]:
    graded = [row for row in rows if row.status == "graded" and row.tests]
    if len(graded) < LEAST_GRADED:
        return []
    earned, asked = _tables(graded)
    if len(earned.columns) < _LEAST_TESTS:
        return []
    sums = pd.DataFrame({"earned": earned.sum(axis=1), "asked": asked.sum(axis=1)})
    tests = {test.id: test for row in graded for test in row.tests}
    found = []
    for shown in tests.values():
        beside = [t.id for t in tests.values() if t.question == shown.question and t != shown]
        marks = _marks(shown.id, beside, sums, earned, asked)
        suspect = _suspect(graded, shown, marks) if len(marks) else None
        if suspect is not None:
            found.append(suspect)
    return sorted(found, key=lambda s: (_REASONS.index(s.reason), -s.share.low, -s.points))


def _tables(rows: Sequence[ClassRow]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return points earned and points asked for, submissions by tests; 0 where not judged."""
    columns = list(dict.fromkeys(test.id for row in rows for test in row.tests))
    judged = [[test for test in row.tests if test.judged] for row in rows]
    earned = pd.DataFrame([{t.id: t.score for t in some} for some in judged], columns=columns)
    asked = pd.DataFrame([{t.id: t.max_score for t in some} for some in judged], columns=columns)
    return earned.astype(float).fillna(0.0), asked.astype(float).fillna(0.0)


def _marks(
    test: str, beside: Sequence[str], sums: pd.DataFrame, earned: pd.DataFrame, asked: pd.DataFrame
) -> pd.DataFrame:
    """Return one line a submission that the test judged: `earned`, `rest` and `alone`.

    The first two are shares of points; `alone` tells whether all else of its question, the tests
    `beside` it, was earned.
    """
    mine = asked[test] > 0
    left = sums["asked"] - asked[test]
    rest = (sums["earned"] - earned[test]) / left.where(left > 0)
    lost = (asked[list(beside)] - earned[list(beside)]).sum(axis=1)
    share = earned[test] / asked[test].where(mine)
    marks = pd.DataFrame({"earned": share, "rest": rest, "alone": lost < 1e-6})
    return marks[mine & (left > 0)]


def _suspect(rows: Sequence[ClassRow], test: TestScore, marks: pd.DataFrame) -> Suspect | None:
    fails = marks["earned"] < 0.5
    serious = marks["rest"] >= SERIOUS
    if serious.sum() < LEAST_SERIOUS:
        return None
    best = marks["rest"] >= min(BEST, float(marks["rest"].quantile(_BEST_QUARTER)))
    group, reason = serious, _first_reason(marks, fails, serious, best)
    if reason is None:
        alone = marks["alone"]
        if not _many_of_the_best(fails, best & alone, serious & alone & ~best):
            return None
        group, reason = best & alone, "top_fail"
    failing, of = int((fails & group).sum()), int(group.sum())
    return Suspect(
        assignment=rows[0].assignment,
        test=test.id,
        title=test.title,
        question=test.question,
        points=max(t.max_score for row in rows for t in row.tests if t.id == test.id),
        reason=reason,
        failing=failing,
        of=of,
        share=wilson(failing, of),
        discrimination=_discrimination(marks),
        who=tuple((rows[int(i)].student, rows[int(i)].href) for i in marks.index[fails & serious]),
    )


def _first_reason(
    marks: pd.DataFrame, fails: pd.Series[bool], serious: pd.Series[bool], best: pd.Series[bool]
) -> Reason | None:
    """Tell whether nearly all serious work fails a test, or the best fail and the weak pass."""
    discrimination = _discrimination(marks)
    share = wilson(int((fails & serious).sum()), int(serious.sum()))
    if share.low >= _NEARLY_ALL_FAIL and not _is_hard(discrimination, fails[best]):
        return "all_fail"
    return "best_fail" if discrimination is not None and discrimination.high < 0 else None


def _is_hard(discrimination: Interval | None, best_fail: pd.Series[bool]) -> bool:
    """Tell whether a test that most fail is passed by the best, and so is hard and not wrong."""
    if discrimination is None or discrimination.low <= 0:
        return False
    return float(best_fail.mean()) < 0.5


def _many_of_the_best(
    fails: pd.Series[bool], best: pd.Series[bool], below: pd.Series[bool]
) -> bool:
    """Tell whether many of the best fail a test, and hardly fewer than of those below them."""
    if best.sum() < LEAST_TOP:
        return False
    share = wilson(int((fails & best).sum()), int(best.sum()), _Z99)
    if share.low < _MANY_FAIL:
        return False
    if below.sum() < LEAST_SERIOUS:
        return True
    return share.value >= _HARDLY_FEWER * float(fails[below].mean())


def _discrimination(marks: pd.DataFrame) -> Interval | None:
    """Return the correlation of a test with the rest, with Fisher's interval of 99 %."""
    earned, rest = marks["earned"], marks["rest"]
    if len(marks) < LEAST_GRADED or earned.std() < 1e-9 or rest.std() < 1e-9:
        return None
    value = max(-0.999999, min(0.999999, float(earned.corr(rest))))
    middle, half = math.atanh(value), _Z99 / math.sqrt(len(marks) - 3)
    return Interval(value, math.tanh(middle - half), math.tanh(middle + half))


def wilson(hits: int, of: int, z: float = _Z95) -> Interval:
    """Return a share with Wilson's interval, which holds for small counts and shares near 0 and 1.

    Args:
        hits: how many of them.
        of: how many there are, at least one.
        z: the quantile of the normal distribution for the interval's level.
    """
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))
