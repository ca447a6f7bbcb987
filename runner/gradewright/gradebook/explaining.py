"""How a score came about, in lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from gradewright.course.policies import Policy, zone_of
from gradewright.gradebook.facts import Entry
from gradewright.gradebook.reading import Asked, Student
from gradewright.gradebook.standing import Considered, Standing
from gradewright.phrases import say
from gradewright.words.numbers import points
from gradewright.words.printable import one_line

_LONGEST = 500


def explain(
    student: Student, asked: Asked, found: Standing, policy: Policy, timezone: str
) -> list[str]:
    """Return the lines that lead from what the graders gave to the score."""
    zone = zone_of(timezone)
    title, slug = one_line(asked.title), asked.slug
    lines = [say("gradebook.heading", student=one_line(student.shown), title=title, slug=slug)]
    lines += _due(found, zone)
    if not (found.considered or found.excluded or found.ungraded):
        lines.append(say("gradebook.no_work"))
    lines += _attempts(found, policy, zone)
    lines += _counting(found, policy)
    lines += _end(found, policy, zone)
    return lines


def who(entry: Entry, zone: tzinfo) -> str:
    """Return who decided something, when and why."""
    return say(
        "gradebook.who",
        author=one_line(entry.author),
        at=shown(datetime.fromisoformat(entry.at), zone),
        reason=one_line(entry.reason, _LONGEST),
        number=entry.id,
    )


def shown(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as people read it, by the course's clock."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def duration(seconds: float) -> str:
    """Return how long something is: `1 d 3 h 5 min`."""
    minutes = int(seconds // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    return say("gradebook.duration", days=days, hours=hours, minutes=minutes % 60)


def _due(found: Standing, zone: tzinfo) -> Iterator[str]:
    if found.due is not None:
        yield say("gradebook.due_line", moment=shown(found.due, zone))
    for entry in found.extensions:
        if "until" in entry.details:
            until = shown(datetime.fromisoformat(entry.details["until"]), zone)
            yield say("gradebook.extension_line", moment=until, who=who(entry, zone))
        else:
            hours = points(float(entry.details["hours"]))
            yield say("gradebook.extension_hours", hours=hours, who=who(entry, zone))


def _attempts(found: Standing, policy: Policy, zone: tzinfo) -> Iterator[str]:
    numbers = numbered(found)
    for attempt in found.excluded:
        entries = [e for e in found.exclusions if e.attempt == attempt.id]
        yield say(
            "gradebook.attempt_excluded", number=numbers[attempt.id], who=who(entries[-1], zone)
        )
    for attempt in found.ungraded:
        status = attempt.graded.status
        yield say("gradebook.attempt_ungraded", number=numbers[attempt.id], status=status)
    for each in found.considered:
        yield from _attempt(each, numbers[each.attempt.id], found, policy, zone)


def numbered(found: Standing) -> dict[int, int]:
    """Return the number of each attempt as people count them: by the moment, from 1."""
    return {number: place for place, number in enumerate(found.order, 1)}


def _attempt(
    each: Considered, number: int, found: Standing, policy: Policy, zone: tzinfo
) -> Iterator[str]:
    moment = say("gradebook.moment_unknown")
    if each.submitted is not None:
        is_corrected = each.submitted != each.attempt.submitted
        source = say(f"gradebook.source_{'ledger' if is_corrected else each.attempt.source}")
        moment = say("gradebook.moment_known", moment=shown(each.submitted, zone), source=source)
    graded = each.attempt.graded
    yield say(
        "gradebook.attempt_line",
        number=number,
        count=len(found.order),
        moment=moment,
        created=shown(datetime.fromisoformat(graded.created), zone) if graded.created else "?",
        seed="?" if graded.seed is None else graded.seed,
        score=points(each.automatic),
        full=points(sum(q.max_score for q in graded.questions)),
    )
    for question in graded.questions:
        score, full = points(question.score), points(question.max_score)
        yield say("gradebook.question_line", id=question.id, score=score, full=full)
    for entry in each.applied:
        if entry.kind == "override":
            score = points(float(entry.details["score"]))
            key = f"gradebook.override_{entry.details['level']}"
            yield say(key, id=entry.details["id"], score=score, who=who(entry, zone))
    marks = {e.details["question"]: e for e in each.applied if e.kind == "mark"}
    for asked in policy.by_hand:
        name, full = asked.id, points(asked.points)
        if name in marks:
            score, said = points(each.marks[name]), who(marks[name], zone)
            yield say("gradebook.by_hand_line", id=name, score=score, full=full, who=said)
        else:
            yield say("gradebook.by_hand_waiting", id=name, full=full)
    if each.earned != each.automatic:
        yield say("gradebook.adds_to", score=points(each.earned), full=points(each.full))
    yield from _lateness(each, found, policy)


def _lateness(each: Considered, found: Standing, policy: Policy) -> Iterator[str]:
    if each.submitted is None or found.due is None:
        return
    if each.late <= 0:
        yield say("gradebook.on_time")
        return
    late = duration(each.late)
    is_free = policy.late == "none" and policy.hard_stop_days is None
    yield say("gradebook.late_free" if is_free else "gradebook.late_line", late=late)
    if each.is_stopped and policy.hard_stop_days is not None:
        yield say("gradebook.stopped_line", days=points(policy.hard_stop_days))
        return
    if each.spent:
        yield say("gradebook.pool_line", days=each.spent, left=found.pool_before)
    if each.fraction:
        percent, score = points(100 * each.fraction), points(each.points)
        yield say("gradebook.taken_line", percent=percent, score=score)


def _counting(found: Standing, policy: Policy) -> Iterator[str]:
    if len(found.order) < 2 or not found.counted:
        return
    if policy.attempt == "mean":
        yield say("gradebook.counts_mean", count=len(found.counted), score=points(found.before))
        return
    attempt = found.considered[found.counted[0]].attempt
    rule = say(f"gradebook.rule_{policy.attempt}")
    yield say("gradebook.counts_one", number=numbered(found)[attempt.id], rule=rule)


def _end(found: Standing, policy: Policy, zone: tzinfo) -> Iterator[str]:
    if policy.cap is not None and found.before > policy.cap * found.full:
        most = policy.cap * found.full
        yield say("gradebook.cap_line", percent=points(100 * policy.cap), score=points(most))
    if found.final is not None:
        score = points(float(found.final.details["score"]))
        yield say("gradebook.final_line", score=score, who=who(found.final, zone))
    if found.is_excused:
        entry = next(e for e in reversed(found.exclusions) if e.attempt is None)
        yield say("gradebook.excused_line", who=who(entry, zone))
    for entry in found.comments:
        text = one_line(str(entry.details.get("text", "")), _LONGEST)
        yield say("gradebook.comment_line", who=who(entry, zone), text=text)
    if found.waiting:
        yield say("gradebook.waiting_line", ids=", ".join(found.waiting))
    if found.score is None:
        yield say("gradebook.no_score_line")
    else:
        yield say("gradebook.score_line", score=points(found.score), full=points(found.full))
