"""Find the submissions in what was named, in any of the layouts that people use.

    ann.ipynb                                 one file
    ann/logistic_regression/…                 a folder per student and assignment
    ann/logistic_regression.zip|.py|.ipynb    a file per student and assignment
    ann.ipynb  bob__anything.ipynb            one flat folder
    ann/…  bob/…                              a folder per student
    logistic_regression/ann.ipynb             any of the last two, called like the assignment
    section 1/…  section 2/…                  folders of any of these
    what a learning system lets one download  see `submissions.lms`
    class.zip                                 an archive of any of these

`submissions.evidence` weighs which it is. In a class, whose a work is comes from the names in the
class folder alone, never from what lies inside a student's folder. Links are never followed.
Every entry that is met becomes a claim or is left out with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from gradewright.course.records import Assignment
from gradewright.errors import UnreadableError, UsageError
from gradewright.phrases import say
from gradewright.submissions.evidence import Look, Reading, weigh
from gradewright.submissions.kinds import CODE, WORK, Kind, by_name
from gradewright.submissions.lms import Mark
from gradewright.submissions.names import listed, shown
from gradewright.submissions.oddities import holds_code, is_work
from gradewright.submissions.people import is_class_file, is_generic, is_material
from gradewright.submissions.places import Place
from gradewright.submissions.records import LeftOut
from gradewright.submissions.search import BETWEEN, Search, holds

Layout = Literal["auto", "student", "class", "sections"]
LAYOUTS: tuple[Layout, ...] = ("auto", "student", "class", "sections")

# Files that somebody may have handed in in place of a notebook or a script.
_HANDED_IN: tuple[Kind, ...] = ("document", "text", "image", "link")
_MOST_BYTES = 16 * 10**6
_MOST_NESTED = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """One file or folder that is somebody's work.

    `assignment` is None where no name tells it. `name` is what the student called the file. `mark`
    is what a learning system wrote. `beside` are files of the same folder that belong to it, and
    `without` entries of a folder that do not.
    """

    student: str
    place: Place
    assignment: Assignment | None
    name: str
    mark: Mark | None = None
    without: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Survey:
    """What was met under the paths so far."""

    search: Search
    claims: list[Claim] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)

    def leave(self, place: Place, key: str, **words: object) -> None:
        """Leave an entry out with a reason."""
        path = shown(place.label or place.name, most=300)
        self.left_out.append(LeftOut(path, say(f"submissions.left_{key}", **words)))

    def decide(self, why: str) -> None:
        """Keep why something was read as it was, once."""
        if why and why not in self.decisions:
            self.decisions.append(why)


def survey(
    place: Place,
    into: Survey,
    layout: Layout = "auto",
    told: Assignment | None = None,
    depth: int = 0,
) -> None:
    """Find the submissions at or under a place; `told` is what a folder above is called like.

    Raises:
        UnreadableError: a folder that was named cannot be listed.
        UsageError: the folder can be read in two ways, and one would bring people together.
    """
    if place.kind in ("link", "odd", "hidden"):
        into.leave(place, place.kind)
        return
    folder = place if place.is_folder else place.unpacked()
    if folder is None or layout == "student":
        _single(place, into)
        return
    own = into.search.named(folder.name)
    if place.is_folder and own is not None and own not in into.search.wanted:
        into.leave(place, "other_assignment", slug=own.slug)
        return
    reading = _reading(folder, into, layout, packed=folder is not place)
    if reading.doubt:
        raise UsageError(reading.why)
    into.decide(reading.why)
    if reading.shape == "student":
        _single(place, into)
    elif reading.shape == "class":
        _class(folder, into, into.search.assignment or own or told)
    else:
        for entry in folder.entries():
            if depth < _MOST_NESTED and (entry.is_folder or by_name(entry.name).kind == "zip"):
                inner: Layout = "class" if layout == "sections" else "auto"
                survey(entry, into, inner, own or told, depth + 1)
            else:
                _loose(entry, into)


def _reading(folder: Place, into: Survey, layout: Layout, *, packed: bool) -> Reading:
    if layout == "class":
        return Reading("class")
    if layout == "sections":
        return Reading("sections")
    return weigh(folder, into.search, packed=packed)


def student_and_assignment(place: Place, search: Search) -> tuple[str, Assignment | None]:
    """Return whose a file is, and the assignment that its name tells, if it does.

    `ann.ipynb` and `ann__anything.ipynb` are Ann's. A file called like an assignment, or as the
    assignment asks, belongs to the nearest folder above that is not.
    """
    stem = by_name(place.name).stem
    before, between, after = stem.partition(BETWEEN)
    if between and before:
        own = search.named(before)
        return (after, own) if own is not None and after else (before, search.named(after))
    own = search.called(place)
    if own is None:
        return stem, None
    above = [folder.name for folder in place.path.parents]
    if place.in_archive:
        above = [by_name(name).stem for name in above]
    return next((name for name in above if name and search.named(name) is None), stem), own


def is_hollow(claim: Claim, search: Search) -> bool:
    """Tell whether a claim is for a folder without anything that is ever handed in."""
    place = claim.place
    if not place.is_folder or claim.mark is not None or search.called(place) is not None:
        return False
    if holds(place, (*WORK, *_HANDED_IN)):
        return False
    files = [entry for entry in place.listed() if entry.kind == "file"]
    return not any(
        "." not in file.name or is_work(file.name, file.content(_MOST_BYTES)) for file in files
    )


def _single(place: Place, into: Survey) -> None:
    """Claim what was named as one student's work."""
    if place.is_folder:
        _student(place, into)
        return
    search = into.search
    student, own = student_and_assignment(place, search)
    above = place.path.parent
    if own is None and search.assignment is None and search.named(above.name) is not None:
        student, own = above.parent.name, search.named(above.name)
    into.claims.append(Claim(student, place, search.assignment or own, place.name))


def _student(place: Place, into: Survey, student: str = "") -> None:
    """Claim what lies in one student's folder."""
    search = into.search
    own = search.named(place.name)
    if own is not None and not student:
        into.claims.append(Claim(place.path.parent.name, place, own, place.name))
        return
    student = student or place.name
    entries = [e for e in place.listed() if e.kind in ("file", "folder")]
    of: dict[str, list[Place]] = {}
    for entry in entries:
        called = search.called(entry)
        if called is not None:
            of.setdefault(called.slug, []).append(entry)
    wanted = [a for a in search.wanted if a.slug in of]
    if not wanted:
        _unnamed(place, student, of, into)
        return
    for assignment in wanted:
        into.claims.append(_of_student(place, student, assignment, of))
    _rest_of_student(entries, of, wanted, into)


def _unnamed(place: Place, student: str, of: dict[str, list[Place]], into: Survey) -> None:
    """Claim a student's folder in which no name tells a wanted assignment, or leave it out."""
    search = into.search
    strange = [e for e in place.listed() if search.called(e) is None and holds(e, CODE)]
    fits = any(search.by_content(entry) is not None for entry in strange)
    if of and not fits:
        into.leave(place, "other_assignment", slug=", ".join(sorted(of)))
        return
    others = tuple(entry.name for named in of.values() for entry in named)
    into.claims.append(Claim(student, place, search.assignment, place.name, without=others))


def _of_student(place: Place, student: str, own: Assignment, of: dict[str, list[Place]]) -> Claim:
    """Return a student's work for one assignment: a folder before loose files before an archive."""
    mine = of[own.slug]
    folders = [entry for entry in mine if entry.is_folder]
    loose = [e for e in mine if not e.is_folder and by_name(e.name).kind in CODE]
    archives = [e for e in mine if not e.is_folder and e not in loose]
    if folders:
        best, others = folders[0], [*folders[1:], *loose, *archives]
        claim = Claim(student, best, own, best.name)
    elif loose:
        others = archives
        strangers = [e.name for slug, named in of.items() if slug != own.slug for e in named]
        without = (*strangers, *(archive.name for archive in archives))
        claim = Claim(student, place, own, place.name, without=without)
    else:
        best, others = archives[-1], archives[:-1]
        claim = Claim(student, best, own, best.name)
    if not others:
        return claim
    names = listed(other.name for other in others)
    note = say("submissions.several", file=shown(claim.place.name), others=names)
    return replace(claim, notes=(note,))


def _rest_of_student(
    entries: Sequence[Place],
    of: dict[str, list[Place]],
    wanted: Sequence[Assignment],
    into: Survey,
) -> None:
    """Leave out, with the reason, what a student has beside work that is graded."""
    slugs = {assignment.slug for assignment in wanted}
    for slug, named in of.items():
        if slug not in slugs:
            for entry in named:
                into.leave(entry, "other_assignment", slug=slug)
    graded = [entry for slug in slugs for entry in of[slug]]
    if any(not entry.is_folder and by_name(entry.name).kind in CODE for entry in graded):
        return
    for entry in entries:
        if into.search.called(entry) is None and holds(entry):
            into.leave(entry, "beside_named", named=listed(e.name for e in graded))


def _class(folder: Place, into: Survey, told: Assignment | None) -> None:
    """Claim what lies in a folder of students' folders and files."""
    before = len(into.claims)
    _entries_of_class(folder, into)
    if told is not None:
        claims = into.claims[before:]
        into.claims[before:] = [replace(c, assignment=c.assignment or told) for c in claims]


def _entries_of_class(folder: Place, into: Survey) -> None:
    look = Look(folder, into.search)
    flat = any(by_name(e.name).kind in WORK and e.name not in look.helpers for e in look.files)
    for entry in look.entries:
        if entry.kind in ("link", "odd", "hidden"):
            into.leave(entry, entry.kind)
        elif entry.name in look.marks:
            _marked(entry, look.marks[entry.name], into)
        elif look.marks and not (entry.is_folder and holds(entry)):
            into.leave(entry, "lms_file")
        elif entry.is_folder:
            _folder_in_class(entry, into, flat=flat)
        else:
            _file_in_class(entry, look, into, flat=flat or not look.folders)


def _marked(entry: Place, marks: Iterable[Mark], into: Survey) -> None:
    """Claim an entry that a learning system has named."""
    search = into.search
    for mark in marks:
        own = search.assignment
        if own is None and mark.file:
            own = search.called(replace(entry, name=mark.file))
        elif own is None:
            named = {a.slug: a for e in entry.listed() if (a := search.called(e)) is not None}
            own = next(iter(named.values())) if len(named) == 1 else None
        into.claims.append(Claim(mark.student, entry, own, mark.file or entry.name, mark))


def _folder_in_class(entry: Place, into: Survey, *, flat: bool) -> None:
    search = into.search
    own = search.named(entry.name)
    if own is not None and own not in search.wanted:
        into.leave(entry, "other_assignment", slug=own.slug)
        return
    try:
        inside = entry.entries()
    except UnreadableError:
        # Reading it says so to the student it belongs to.
        into.claims.append(Claim(entry.name, entry, search.assignment, entry.name))
        return
    if own is not None:
        into.claims.append(Claim(entry.name, entry, own, entry.name))
    elif any(search.called(e) is not None for e in inside) or holds(entry):
        _student(entry, into, entry.name)
    elif is_material(entry.name) or (flat and is_generic(entry.name)):
        into.leave(entry, "material")
    else:
        into.claims.append(Claim(entry.name, entry, search.assignment, entry.name))


def _file_in_class(entry: Place, look: Look, into: Survey, *, flat: bool) -> None:
    search = into.search
    named = by_name(entry.name)
    if named.kind in WORK:
        if entry.name in look.helpers:
            into.leave(entry, "helper", files=listed(look.helpers[entry.name]))
            return
        if entry in look.named_files and look.people and look.are_untouched([entry]):
            into.leave(entry, "handed_out")
            return
        student, own = student_and_assignment(entry, search)
        if search.assignment is not None and own not in (None, search.assignment):
            into.leave(entry, "other_assignment", slug=own.slug if own else "")
            return
        mine = tuple(name for name, users in look.helpers.items() if entry.name in users)
        claim = Claim(student, entry, search.assignment or own, entry.name, beside=mine)
        into.claims.append(claim)
        return
    _odd_file_in_class(entry, into, flat=flat)


def _odd_file_in_class(entry: Place, into: Survey, *, flat: bool) -> None:
    """Claim a file without a notebook's or a script's ending where somebody handed it in."""
    search = into.search
    named = by_name(entry.name)
    marked = BETWEEN in named.stem
    if is_class_file(named.stem.partition(".")[0]) and not marked:
        into.leave(entry, "class_file")
        return
    content = entry.content(_MOST_BYTES)
    handed_in = named.kind in _HANDED_IN or "." not in entry.name
    plain_text = entry.name.lower().endswith((".md", ".markdown")) and not holds_code(content)
    if is_work(entry.name, content) or (marked and handed_in):
        pass
    elif not flat or not handed_in or plain_text:
        into.leave(entry, "no_work")
        return
    student, own = student_and_assignment(entry, search)
    if named.kind == "other":
        student = student.rpartition(".")[0] or student
    into.claims.append(Claim(student, entry, search.assignment or own, entry.name))


def _loose(entry: Place, into: Survey) -> None:
    """Leave out what lies beside groups of students."""
    if entry.kind in ("link", "odd", "hidden"):
        into.leave(entry, entry.kind)
    elif by_name(entry.name).kind in WORK:
        into.leave(entry, "beside_groups")
    else:
        into.leave(entry, "class_file")
