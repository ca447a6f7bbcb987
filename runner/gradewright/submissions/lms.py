"""Read the names that learning systems give to what they let an instructor download.

Canvas       doejane[_LATE]_12345_678901_work[-1].ipynb      one folder, a file a file
Moodle       Jane Doe_12345_assignsubmission_file_/work.ipynb, or all in one name
Blackboard   Week 3_jdoe_attempt_2024-03-01-12-34-56_work.ipynb, and a .txt about each attempt
Brightspace  12345-678 - Jane Doe - Mar 1, 2024 1234 PM/work.ipynb, or all in one name
Gradescope   submission_123456/work.ipynb, and submission_metadata.yml
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gradewright.submissions.places import Place

_CANVAS = re.compile(
    r"(?P<name>.+?)(?:_(?P<late>LATE))?_(?P<id>\d{2,})_(?:(?P<at>\d{2,})_(?P<file>.+)|"
    r"(?P<typed>(?:text|link|question)[^.]*)\.html)$"
)
_CANVAS_AGAIN = re.compile(r"(?P<stem>.+)-(?P<times>\d{1,2})(?P<ending>\.[^.]+)$")
_MOODLE = re.compile(
    r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<part>[a-z]+)(?:_(?P<file>.*))?$"
)
_BLACKBOARD = re.compile(
    r"(?P<before>.+)_attempt_(?P<date>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|(?P<about>\.txt))$"
)
_BRIGHTSPACE = re.compile(
    r"(?P<id>\d+)-(?P<folder>\d+) - (?P<name>.+?) - (?P<date>[^-]*\b\d{4}\b[^-]*?)"
    r"(?: - (?P<file>.+))?$"
)
_STAMP = re.compile(r"\d{4}(?:-\d\d){5}")
_DATE = re.compile(
    r"(?:[A-Za-z]+ \d{1,2}|\d{1,2} [A-Za-z]+),? \d{4} \d{1,2}:?\d\d(?: [AP]M)?", re.IGNORECASE
)
_GRADESCOPE = re.compile(r"submission_(?P<attempt>\d+)$")
_METADATA = "submission_metadata.yml"
_MOST_TEXT = 20_000
_MOST_METADATA = 20 * 10**6
_ABOUT_NAME = re.compile(r"^Name:\s*(?P<name>.+?)\s*\((?P<id>[^()]+)\)\s*$", re.MULTILINE)
_ABOUT_LATE = re.compile(r"^Date Submitted:.*\blate\b", re.MULTILINE | re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a learning system wrote into a name.

    `file` is the file's name as the student gave it, "" for a folder. `order` grows with the time
    of an attempt. `typed` is true for what is no file of the student's: text typed online, or the
    system's own words about an attempt.
    """

    system: str
    student: str
    id: str
    file: str
    attempt: str = ""
    order: tuple[int, ...] = ()
    late: bool = False
    typed: bool = False
    partners: tuple[str, ...] = ()


def marks_in(entries: Sequence[Place]) -> dict[str, tuple[Mark, ...]]:
    """Return, by name, the marks of a folder's entries; none where no system's names are there.

    A few names alone that happen to look like a system's say nothing: at least half must.
    An entry has several marks where a group handed it in.
    """
    metadata = next((entry for entry in entries if entry.name == _METADATA), None)
    if metadata is not None:
        return _gradescope(metadata, entries)
    for read in (_moodle, _brightspace, _canvas):
        marks: dict[str, tuple[Mark, ...]] = {
            e.name: (m,) for e in entries if (m := read(e)) is not None
        }
        if marks and 2 * len(marks) >= len(entries):
            return marks
    matches = ((e.name, _BLACKBOARD.match(e.name)) for e in entries if not e.is_folder)
    found = {name: match for name, match in matches if match is not None}
    return _blackboard(found, entries) if found and 2 * len(found) >= len(entries) else {}


def _canvas(entry: Place) -> Mark | None:
    match = None if entry.is_folder else _CANVAS.match(entry.name)
    if match is None:
        return None
    file, attempt = match["file"] or "", ""
    again = _CANVAS_AGAIN.match(file)
    if again:
        file, attempt = again["stem"] + again["ending"], str(int(again["times"]) + 1)
    return Mark(
        "Canvas",
        match["name"],
        match["id"],
        file or f"{match['typed']}.html",
        attempt,
        (int(match["at"] or 0),),
        late=match["late"] is not None,
        typed=match["at"] is None,
    )


def _moodle(entry: Place) -> Mark | None:
    match = _MOODLE.match(entry.name)
    if match is None:
        return None
    typed = match["part"] != "file"
    file = "" if entry.is_folder else match["file"] or entry.name
    # Where names are hidden a student is called by the number alone.
    hidden = match["name"] == "Participant"
    student = f"Participant {match['id']}" if hidden else match["name"]
    return Mark("Moodle", student, match["id"], file, typed=typed)


def _brightspace(entry: Place) -> Mark | None:
    match = _BRIGHTSPACE.match(entry.name)
    if match is None or (match["file"] is None and not entry.is_folder):
        return None
    date = match["date"].strip()
    return Mark("Brightspace", match["name"], match["id"], match["file"] or "", date, _when(date))


def _when(date: str) -> tuple[int, ...]:
    """Return a key that grows with a date like `Mar 1, 2024 1234 PM` or `1 March, 2024 12:34`."""
    words = re.findall(r"[A-Za-z]+|\d+", date.replace(":", ""))
    numbers = [int(word[:8]) for word in words if word.isdigit()]
    months = [_MONTHS.index(w[:3].lower()) for w in words if w[:3].lower() in _MONTHS]
    year = next((n for n in numbers if 1900 < n < 2200), 0)
    rest = [n for n in numbers if n != year] or [0]
    time = rest[1] if len(rest) > 1 else 0
    if any(w.upper() in ("AM", "PM") for w in words):
        noon = 1200 if any(w.upper() == "PM" for w in words) else 0
        time = (time % 1200 if time >= 1200 else time) + noon
    return year, months[0] if months else 0, rest[0], time


def date_in(attempt: str) -> datetime | None:
    """Return the moment that an attempt is called by, as its system's clock showed it."""
    if _STAMP.fullmatch(attempt):
        year, month, day, hour, minute, second = map(int, attempt.split("-"))
    elif _DATE.fullmatch(attempt):
        year, before, day, time = _when(attempt)
        month, second = before + 1, 0
        hour, minute = divmod(time, 100)
    else:
        return None
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - nobody says where
    except ValueError:
        return None


def _blackboard(
    found: dict[str, re.Match[str]], entries: Sequence[Place]
) -> dict[str, tuple[Mark, ...]]:
    about = {e.name: _text_of(e) for e in entries if e.name in found and found[e.name]["about"]}
    people: dict[str, tuple[str, str]] = {}
    late: set[tuple[str, str]] = set()
    for name, text in about.items():
        before, date = found[name]["before"], found[name]["date"]
        said = _ABOUT_NAME.search(text)
        if said and before.endswith("_" + said["id"]):
            people[before] = said["name"], said["id"]
        if _ABOUT_LATE.search(text):
            late.add((before, date))
    shared = _shared([match["before"] for match in found.values()])
    marks: dict[str, tuple[Mark, ...]] = {}
    for name, match in found.items():
        before, date = match["before"], match["date"]
        user = before[len(shared) :] or before.rpartition("_")[2]
        student, identity = people.get(before, (user, user))
        order = tuple(int(part) for part in date.split("-"))
        marks[name] = (
            Mark(
                "Blackboard",
                student,
                identity,
                match["file"] or name,
                date,
                order,
                late=(before, date) in late,
                typed=match["about"] is not None,
            ),
        )
    return marks


def _shared(before: Sequence[str]) -> str:
    """Return the assignment's name and `_`, with which all names begin."""
    names = set(before)
    if len(names) == 1:
        return before[0][: before[0].rfind("_") + 1]
    low, high = min(names), max(names)
    same = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[: low.rfind("_", 0, same) + 1]


def _text_of(place: Place) -> str:
    return place.content(10 * _MOST_TEXT)[:_MOST_TEXT].decode("utf-8", "replace")


def _gradescope(metadata: Place, entries: Sequence[Place]) -> dict[str, tuple[Mark, ...]]:
    submitters = _submitters(metadata.content(_MOST_METADATA).decode("utf-8", "replace"))
    marks = {}
    for entry in entries:
        match = _GRADESCOPE.match(entry.name) if entry.is_folder else None
        if match is None:
            continue
        people = submitters.get(entry.name) or [("", "")]
        names = tuple(name for name, _ in people)
        marks[entry.name] = tuple(
            Mark(
                "Gradescope",
                name or identity or entry.name,
                identity,
                "",
                match["attempt"],
                (int(match["attempt"][:18]),),
                partners=tuple(other for other in names if other != name),
            )
            for name, identity in people
        )
    return marks


def _submitters(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return, by submission, the name and id of everybody who handed it in.

    Only the few lines that are needed are read: the file comes from outside, and a reader of all
    of YAML does far more than that.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    submission, inside = "", -1
    fields: dict[str, str] = {}

    def keep() -> None:
        if submission and (fields.get("name") or fields.get("sid") or fields.get("email")):
            identity = fields.get("sid") or fields.get("email", "")
            found.setdefault(submission, []).append((fields.get("name", ""), identity))
        fields.clear()

    for line in text.splitlines():
        bare = line.strip()
        depth = len(line) - len(line.lstrip(" "))
        if depth == 0 and bare.endswith(":") and not bare.startswith("-"):
            keep()
            submission, inside = bare.rstrip(":").strip("'\""), -1
            continue
        if bare.strip(":") == "submitters":
            inside = depth
            continue
        if inside >= 0 and depth <= inside and not bare.startswith("-"):
            keep()
            inside = -1
        if inside < 0:
            continue
        if bare.startswith("-"):
            keep()
            bare = bare[1:].strip()
        key, _, value = bare.lstrip(":").partition(":")
        if key in ("name", "sid", "email"):
            value = value.strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
            fields[key] = value[1:-1] if quoted else value
    keep()
    return found
