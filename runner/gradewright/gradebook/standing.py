"""Score = automatic + ledger + policy: what a student's work comes to, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from gradewright.course.policies import CoursePolicy, Policy
from gradewright.gradebook.facts import Attempt, Entry, Facts, QuestionMark
from gradewright.gradebook.policy.attempts import counting, mean
from gradewright.gradebook.policy.by_hand import mark_of, waiting
from gradewright.gradebook.policy.dropping import dropped
from gradewright.gradebook.policy.lateness import days_begun, due_after, seconds_late
from gradewright.gradebook.policy.limits import asked_for, capped
from gradewright.gradebook.policy.penalty import after_lateness, fraction_taken, is_stopped
from gradewright.gradebook.policy.pool import days_to_spend, forgiven


@dataclass(frozen=True, slots=True)
class Considered:
    """One attempt that can count: its marks with the ledger's, and what lateness leaves of them."""

    attempt: Attempt
    questions: tuple[QuestionMark, ...]
    marks: Mapping[str, float]
    applied: tuple[Entry, ...]
    automatic: float
    earned: float
    full: float
    submitted: datetime | None
    late: float
    spent: int
    fraction: float
    is_stopped: bool
    points: float
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a student's work for an assignment comes to.

    `score` is None where there is none: nothing was graded, or the student is excused. `due` is
    the student's own. `counted` are the places in `considered` of the attempts that count.
    `before` is what they give before the cap; `final` is a person's word on the whole. `waiting`
    are questions that nobody has marked yet. `order` are the numbers of all attempts in the order
    of submission.
    """

    score: float | None
    full: float
    due: datetime | None
    is_excused: bool
    considered: tuple[Considered, ...]
    excluded: tuple[Attempt, ...]
    ungraded: tuple[Attempt, ...]
    counted: tuple[int, ...]
    before: float
    pool_before: int
    spent: int
    final: Entry | None
    waiting: tuple[str, ...]
    extensions: tuple[Entry, ...]
    exclusions: tuple[Entry, ...]
    comments: tuple[Entry, ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What a student's assignments come to; `dropped` are the slugs that do not count."""

    score: float
    full: float
    dropped: tuple[str, ...]


def standing(facts: Facts, policy: Policy, pool: int = 0) -> Standing:
    """Return what a student's work for one assignment comes to.

    Args:
        facts: attempts and the ledger's entries in force.
        policy: the rules for the assignment.
        pool: the late days that the student has left.
    """
    extensions = tuple(e for e in facts.entries if e.kind == "extension")
    due = due_after(
        policy.due,
        [datetime.fromisoformat(e.details["until"]) for e in extensions if "until" in e.details],
        [float(e.details["hours"]) for e in extensions if "hours" in e.details],
    )
    exclusions = tuple(e for e in facts.entries if e.kind == "exclude")
    out = {e.attempt for e in exclusions}
    ordered = _in_order(list(facts.attempts), facts)
    left = [a for a in ordered if a.id not in out]
    graded = [a for a in left if a.graded.status == "graded"]
    considered = tuple(_considered(a, facts, policy, due, pool) for a in graded)
    counted = counting(policy.attempt, [c.points for c in considered])
    chosen = [considered[place] for place in counted]
    before = mean([c.points for c in chosen])
    full = max((c.full for c in chosen), default=0.0)
    final = _last(e for e in facts.entries if e.kind == "override" and _level(e) == "assignment")
    is_excused = None in out
    score = None
    if not is_excused:
        score = _rounded(capped(before, full, policy.cap)) if chosen else None
        score = float(final.details["score"]) if final is not None else score
    return Standing(
        score=score,
        full=_rounded(full),
        due=due,
        is_excused=is_excused,
        considered=considered,
        excluded=tuple(a for a in ordered if a.id in out),
        ungraded=tuple(a for a in left if a not in graded),
        counted=counted,
        before=_rounded(before),
        pool_before=pool,
        spent=0 if is_excused else max((c.spent for c in chosen), default=0),
        final=final,
        waiting=() if final else tuple(dict.fromkeys(n for c in chosen for n in c.waiting)),
        extensions=extensions,
        exclusions=exclusions,
        order=tuple(a.id for a in ordered),
        comments=tuple(e for e in facts.entries if e.kind in ("comment", "note")),
    )


def standings(work: Mapping[str, Facts], course: CoursePolicy) -> dict[str, Standing]:
    """Return what a student's work comes to, by slug.

    Late days are spent in the order of the due dates: what comes later changes nothing that was
    given back before.
    """
    never = datetime.max.replace(tzinfo=UTC)
    found, pool = {}, course.late_days
    for slug in sorted(work, key=lambda slug: (course.of(slug).due or never, slug)):
        found[slug] = standing(work[slug], course.of(slug), pool)
        pool -= found[slug].spent
    return found


def total(scores: Mapping[str, tuple[float, float]], drop_lowest: int) -> Total:
    """Return the sum over assignments: score and points of each, the lowest dropped.

    Args:
        scores: by slug, what the student has and what can be had; who is excused is not in it.
        drop_lowest: how many do not count.
    """
    slugs = [slug for slug, (_, full) in scores.items() if full > 0]
    places = dropped([scores[slug][0] / scores[slug][1] for slug in slugs], drop_lowest)
    out = tuple(slugs[place] for place in places)
    kept = [scores[slug] for slug in slugs if slug not in out]
    return Total(_rounded(sum(s for s, _ in kept)), _rounded(sum(f for _, f in kept)), out)


def moment_of(attempt: Attempt, facts: Facts) -> datetime | None:
    """Return when an attempt was handed in, corrected where somebody did."""
    entry = _last(e for e in facts.entries if e.kind == "moment" and e.attempt == attempt.id)
    return attempt.submitted if entry is None else datetime.fromisoformat(entry.details["at"])


def _in_order(attempts: list[Attempt], facts: Facts) -> list[Attempt]:
    """Return attempts by the moment of submission; what nobody knows it of stands as recorded."""
    moments = {a.id: moment_of(a, facts) for a in attempts}
    if None in moments.values():
        return sorted(attempts, key=lambda a: a.id)
    return sorted(attempts, key=lambda a: (moments[a.id], a.id))


def _considered(
    attempt: Attempt, facts: Facts, policy: Policy, due: datetime | None, pool: int
) -> Considered:
    mine = [e for e in facts.entries if e.attempt in (None, attempt.id)]
    questions, applied = _overridden(attempt.graded.questions, mine)
    given = {e.details["question"]: e for e in mine if e.kind == "mark"}
    by_hand = {q.id: q.points for q in policy.by_hand}
    marks = {
        name: mark_of(float(given[name].details["points"]), points)
        for name, points in by_hand.items()
        if name in given
    }
    earned = sum(q.score for q in questions) + sum(marks.values())
    full = asked_for({q.id: q.max_score for q in questions} | by_hand, policy.bonus)
    submitted = moment_of(attempt, facts)
    late = seconds_late(submitted, due, policy.grace_minutes)
    stopped = is_stopped(late, policy.hard_stop_days)

    def fraction(days: int) -> float:
        return 1.0 if stopped else fraction_taken(forgiven(late, days), policy)

    def points(days: int) -> float:
        if stopped:
            return 0.0
        return _rounded(after_lateness(earned, full, fraction(days), policy.late_of))

    spent = days_to_spend([points(days) for days in range(min(pool, days_begun(late)) + 1)])
    return Considered(
        attempt=attempt,
        questions=questions,
        marks=marks,
        applied=(*applied, *(given[name] for name in marks)),
        automatic=_rounded(sum(q.score for q in attempt.graded.questions)),
        earned=_rounded(earned),
        full=_rounded(full),
        submitted=submitted,
        late=late,
        spent=spent,
        fraction=fraction(spent),
        is_stopped=stopped,
        points=points(spent),
        waiting=waiting(by_hand, marks),
    )


def _overridden(
    questions: tuple[QuestionMark, ...], entries: list[Entry]
) -> tuple[tuple[QuestionMark, ...], tuple[Entry, ...]]:
    """Return questions with what the ledger says of them, and the entries that were applied."""
    said: dict[tuple[str, str], Entry] = {
        (_level(e), str(e.details.get("id", ""))): e for e in entries if e.kind == "override"
    }
    found: list[QuestionMark] = []
    applied: list[Entry] = []
    for question in questions:
        score = question.score
        tests = []
        for test in question.tests:
            entry = said.get(("test", test.id))
            if entry is not None:
                applied.append(entry)
                score += float(entry.details["score"]) - test.score
                tests.append(replace(test, score=float(entry.details["score"])))
            else:
                tests.append(test)
        whole = said.get(("question", question.id))
        if whole is not None:
            applied.append(whole)
            score = float(whole.details["score"])
        found.append(replace(question, score=_rounded(score), tests=tuple(tests)))
    return tuple(found), tuple(applied)


def _level(entry: Entry) -> str:
    return str(entry.details.get("level", "assignment"))


def _last(entries: Iterable[Entry]) -> Entry | None:
    return next(iter(list(entries)[::-1]), None)


def _rounded(points: float) -> float:
    return round(float(points), 6)
