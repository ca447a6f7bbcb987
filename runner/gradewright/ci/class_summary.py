"""A pull in Markdown, for the summary of the teachers' own job."""

from __future__ import annotations

from gradewright.ci.pull import Pulled, Row
from gradewright.exports.markup import plain, quoted
from gradewright.exports.summary import LIMIT
from gradewright.phrases import say
from gradewright.words.numbers import points


def class_summary(pulled: Pulled, limit: int = LIMIT) -> str:
    """Return a table with a row a student and assignment, what is broken first."""
    counts = say("ci.pulled", count=len({row.student for row in pulled.rows}), new=pulled.new)
    heads = [say(f"ci.head_{name}") for name in ("student", "assignment", "points", "note")]
    lines = [f"## {plain(counts)}", "", f"| {' | '.join(heads)} |", "| --- | --- | ---: | --- |"]
    size = sum(len(line.encode()) + 1 for line in lines)
    rows = sorted(pulled.rows, key=lambda row: (not row.problem, row.student))
    for done, row in enumerate(rows):
        line = _line(row)
        size += len(line.encode()) + 1
        if size > limit - 200:
            lines.append(f"| {plain(say('ci.more_rows', count=len(rows) - done))} | | | |")
            break
        lines.append(line)
    return "\n".join([*lines, ""])


def _line(row: Row) -> str:
    told = row.told
    if told is None:
        score, title = "", ""
        note = row.problem or (row.notes[0] if row.notes else say("ci.nothing_yet"))
    else:
        graded = told.status == "graded"
        score = f"{points(told.score)} / {points(told.max_score)}" if graded else ""
        title, note = told.title, row.problem or told.message
    return (
        f"| {quoted(row.student, 80)} | {plain(title, 80)} | {plain(score)} | {quoted(note, 200)} |"
    )
