"""When work was handed in: by a list, a learning system's name, the last commit, the file's time.

A moment is as good as where it comes from: copying a file moves its time, and whoever commits says
when that was. So each is kept with its source.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from gradewright.course.policies import zone_of
from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.results import MomentSource
from gradewright.submissions.last_commit import time_of_last_commit
from gradewright.submissions.lms import date_in
from gradewright.submissions.people import normal
from gradewright.submissions.records import Found

_MOST_FILES = 2000
_COLUMNS = ("student", "submitted")


@dataclass(frozen=True, slots=True)
class Listed:
    """Moments of an instructor's list, by student (a name or an id) and slug, "" for any."""

    file: Path
    moments: Mapping[tuple[str, str], datetime]

    def of(self, found: Found) -> datetime | None:
        """Return the moment of a submission, None where the list does not have it."""
        for who in (found.student_id, found.student):
            for slug in (found.assignment, ""):
                moment = self.moments.get((normal(who), slug)) if who else None
                if moment is not None:
                    return moment
        return None

    def unmatched(self, found: Iterable[Found]) -> tuple[str, ...]:
        """Return whom of the list no submission is by."""
        known = {normal(who) for each in found for who in (each.student_id, each.student)}
        return tuple(dict.fromkeys(who for who, _ in self.moments if who not in known))


def read_list(file: Path, timezone: str) -> Listed:
    """Return the moments in a CSV file with the columns student, submitted, and maybe assignment.

    Times without an offset are meant in `timezone`.

    Raises:
        UsageError: it cannot be read, or a row is wrong.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise UsageError(say("moments.no_column", file=file, column=missing[0]))
            moments = {}
            for row in reader:
                who, slug = (row["student"] or "").strip(), (row.get("assignment") or "").strip()
                text = (row["submitted"] or "").strip()
                if not who and not text:
                    continue
                try:
                    moment = datetime.fromisoformat(text)
                except ValueError as error:
                    line = reader.line_num
                    text = say("moments.no_moment", file=file, line=line, found=text)
                    raise UsageError(text) from error
                moments[normal(who), slug] = _zoned(moment, timezone)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(say("moments.unreadable", file=file, reason=error)) from error
    return Listed(file, moments)


def with_moment(found: Found, timezone: str, listed: Listed | None = None) -> Found:
    """Return a submission with the moment of its hand-in, as far as anything tells it."""
    moment, source = _moment(found, timezone, listed)
    if moment is None:
        return found
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return replace(found, submitted=text, submitted_from=source)


def _moment(
    found: Found, timezone: str, listed: Listed | None
) -> tuple[datetime | None, MomentSource]:
    by_list = listed.of(found) if listed is not None else None
    if by_list is not None:
        return by_list, "csv"
    by_name = date_in(found.attempt)
    if by_name is not None:
        return _zoned(by_name, timezone), "name"
    if found.in_archive:
        return None, ""
    is_own_folder = found.root.is_dir() and not found.pieces
    by_git = time_of_last_commit(found.root) if is_own_folder else None
    if by_git is not None:
        return by_git, "git"
    return _newest(found), "file"


def _newest(found: Found) -> datetime | None:
    """Return the time of the file that was changed last."""
    if found.pieces:
        files = [found.root / old for old, _ in found.pieces]
    elif found.root.is_dir():
        walk = (path for path in found.root.rglob("*") if not _is_aside(path, found))
        files = [path for path, _ in zip(walk, range(_MOST_FILES), strict=False)]
    else:
        files = [found.root]
    times = []
    for file in files:
        try:
            if file.is_file() and not (file.is_symlink() and file != found.root):
                times.append(file.stat().st_mtime)
        except OSError:
            continue
    try:
        return datetime.fromtimestamp(max(times), UTC) if times else None
    except (OverflowError, ValueError, OSError):
        return None


def _is_aside(path: Path, found: Found) -> bool:
    parts = path.relative_to(found.root).parts
    return parts[0] in found.without or any(part.startswith(".") for part in parts)


def _zoned(moment: datetime, timezone: str) -> datetime:
    return moment.replace(tzinfo=zone_of(timezone)) if moment.tzinfo is None else moment
