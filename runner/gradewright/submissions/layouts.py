"""Recognise how submissions are laid out on disk.

    ann.ipynb                                 one file, with an assignment
    ann/logistic_regression/…                 a folder per student and assignment
    ann/logistic_regression.zip|.py|.ipynb    a file per student and assignment
    ann.ipynb  bob__anything.ipynb            one flat folder, with an assignment
    ann/…  bob/…                              a folder per student, with an assignment
    logistic_regression/ann.ipynb             any of the last two, called like the assignment

A path may be the class, one student, or one student's assignment: names tell which. In a class,
whose a work is comes from the names in the class folder alone, never from what lies inside a
student's folder. Links are never followed: they are taken as absent.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gradewright.course.records import Assignment, Course
from gradewright.phrases import say
from gradewright.submissions.choose import fits_exactly
from gradewright.submissions.kinds import Kind, by_name
from gradewright.submissions.names import (
    is_ignored,
    listed,
    natural,
    safe_name,
    same_word,
    shown,
)
from gradewright.submissions.records import Found

_CODE: tuple[Kind, ...] = ("notebook", "script")
WORK: tuple[Kind, ...] = (*_CODE, "zip", "archive")
_REFUSED: tuple[Kind, ...] = ("document",)
_A_CLASS = 3  # so many strangers' notebooks in one folder are a class, not one student's drafts
_MOST_DEPTH = 6
_BETWEEN = "__"


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: one assignment, or all that the course has."""

    assignment: Assignment | None
    known: dict[str, Assignment]

    @classmethod
    def of(cls, assignment: Assignment | None, course: Course) -> Search:
        """Return the search for one assignment, or for all of a course."""
        every = (*course.assignments, *((assignment,) if assignment else ()))
        return cls(assignment, {same_word(a.slug): a for a in every})

    @property
    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of all known assignments, in natural order."""
        return tuple(sorted((a.slug for a in self.known.values()), key=natural))

    @property
    def wanted(self) -> tuple[Assignment, ...]:
        """Return the assignments whose submissions are asked for."""
        return (self.assignment,) if self.assignment else tuple(self.known.values())

    def named(self, name: str) -> Assignment | None:
        """Return the assignment that a folder's name or a file's stem is the slug of."""
        return self.known.get(same_word(name))

    def preferred_kinds(self, slug: str) -> tuple[Kind, ...]:
        """Return notebook and script in the order in which an assignment's patterns ask for."""
        patterns = self.known[same_word(slug)].files
        asked = [kind for p in patterns if (kind := by_name("x" + p).kind) in _CODE]
        return tuple(dict.fromkeys((*asked, *_CODE)))


@dataclass(frozen=True, slots=True)
class _Listing:
    """A folder's own entries without hidden ones and links, in natural order."""

    path: Path
    folders: tuple[Path, ...]
    files: tuple[Path, ...]


def submissions_in(path: Path, search: Search) -> list[Found]:
    """Return the submissions at or under an absolute path; OSError where it cannot be listed."""
    if not path.is_dir():
        return _single(path, search)
    listing = _list(path)
    own = search.named(path.name)
    if own is not None and own not in search.wanted:
        return []
    if own is not None and _is_class_of(listing, own, search):
        return _of_class(listing, search)
    if own is not None:
        return [_found(path.parent.name, own, path)]
    if _is_student(listing, search):
        return _of_student(listing, path.name, search)
    return _of_class(listing, search)


def holds_work(path: Path, kinds: tuple[Kind, ...] = WORK, depth: int = _MOST_DEPTH) -> bool:
    """Tell whether a path is, or has below it, a file of one of some kinds.

    A folder that cannot be listed counts: reading it later says so to the student it belongs to.
    """
    if not path.is_dir():
        return by_name(path.name).kind in kinds
    try:
        listing = _list(path)
    except OSError:
        return True
    if any(by_name(file.name).kind in kinds for file in listing.files):
        return True
    return depth > 0 and any(holds_work(folder, kinds, depth - 1) for folder in listing.folders)


def _list(path: Path) -> _Listing:
    with os.scandir(path) as scan:
        entries = [e for e in scan if not is_ignored(e.name) and not e.is_symlink()]
    entries.sort(key=lambda entry: natural(entry.name))
    folders = tuple(path / e.name for e in entries if e.is_dir(follow_symlinks=False))
    files = tuple(path / e.name for e in entries if e.is_file(follow_symlinks=False))
    return _Listing(path, folders, files)


def _single(path: Path, search: Search) -> list[Found]:
    """Return the submission of a file that was given by itself."""
    student, own = _student_and_assignment(path, search)
    if search.assignment is not None:
        return [_found(student, search.assignment, path)]
    if own is not None:
        return [_found(student, own, path)]
    own = search.named(path.parent.name)
    return [_found(path.parent.parent.name, own, path)] if own is not None else []


def _student_and_assignment(path: Path, search: Search) -> tuple[str, Assignment | None]:
    """Return whose a file is, and the assignment that its name tells, if it does.

    `ann.ipynb` and `ann__anything.ipynb` are Ann's. A file called like an assignment, or as the
    assignment asks, belongs to the nearest folder above that is not.
    """
    stem = by_name(path.name).stem
    before, between, after = stem.partition(_BETWEEN)
    if between and before:
        own = search.named(before)
        return (after, own) if own is not None and after else (before, search.named(after))
    own = search.named(stem)
    if own is None and not _is_named_work(path, search):
        return stem, None
    above = (folder.name for folder in path.parents)
    return next((name for name in above if name and search.named(name) is None), stem), own


def _is_class_of(listing: _Listing, own: Assignment, search: Search) -> bool:
    """Tell whether a folder called like an assignment holds a class, not one student's work.

    Only where the assignment was asked for by name: else what one student puts into a folder
    could pass for other students' hand-ins.
    """
    if search.assignment is None:
        return False
    if _has_marked_students(listing, search):
        return True
    if any(by_name(file.name).kind in WORK for file in listing.files):
        many = sum(1 for _ in _strangers(listing, own, search)) >= _A_CLASS
        own_file = any(_is_named_work(file, search) for file in listing.files)
        return many and not own_file
    return len(listing.folders) > 1 and all(holds_work(folder) for folder in listing.folders)


def _has_marked_students(listing: _Listing, search: Search) -> bool:
    """Tell whether files are marked `<student>__…` with the names of more than one student."""
    marked = [
        _student_and_assignment(file, search)[0]
        for file in listing.files
        if _BETWEEN in by_name(file.name).stem and by_name(file.name).kind in WORK
    ]
    return len(set(marked)) > 1


def _is_student(listing: _Listing, search: Search) -> bool:
    """Tell whether a folder is one student's, not a class of students."""
    if any(search.named(folder.name) for folder in listing.folders):
        return True
    if not any(_is_named_work(file, search) for file in listing.files):
        return False
    if any(_has_named_work(_list(folder), search) for folder in listing.folders):
        return False
    if _has_marked_students(listing, search):
        return False
    own = search.assignment
    return own is None or sum(1 for _ in _strangers(listing, own, search)) < _A_CLASS


def _has_named_work(listing: _Listing, search: Search) -> bool:
    """Tell whether a folder has entries that are called like an assignment."""
    if any(search.named(folder.name) for folder in listing.folders):
        return True
    return any(_is_named_work(file, search) for file in listing.files)


def _is_named_work(file: Path, search: Search) -> bool:
    """Tell whether a file is called like an assignment, or as the wanted one spells out."""
    named = by_name(file.name)
    if named.kind not in WORK:
        return False
    exact = search.assignment is not None and fits_exactly(file.name, search.assignment)
    return exact or search.named(named.stem) is not None


def _strangers(listing: _Listing, own: Assignment, search: Search) -> Iterator[Path]:
    """Yield notebooks and archives that look like other people's hand-ins of an assignment.

    Not those that one student's folder has too: `Untitled1.ipynb`, copies of the named file,
    and work for other assignments.
    """
    for file in listing.files:
        named = by_name(file.name)
        if named.kind not in WORK or named.kind == "script" or _is_named_work(file, search):
            continue
        stem = same_word(named.stem)
        if not stem.startswith(("untitled", same_word(own.slug))):
            yield file


def _of_student(listing: _Listing, student: str, search: Search) -> list[Found]:
    """Return what one student handed in, by the names of folders and files."""
    found: list[Found] = []
    for own in search.wanted:
        found += _of_student_for(listing, student, own, search)
    return found


def _of_student_for(
    listing: _Listing, student: str, own: Assignment, search: Search
) -> list[Found]:
    """Return a student's work for one assignment: a folder before loose files before an archive."""
    folders = [folder for folder in listing.folders if search.named(folder.name) is own]
    files = [f for f in listing.files if _is_for(f, own, search)]
    loose = [file for file in files if by_name(file.name).kind in _CODE]
    archives = [file for file in files if file not in loose]
    if folders:
        first = [_found(student, own, folders[0])]
        others = [*folders[1:], *files]
    elif loose:
        first = [_found(student, own, listing.path, _of_others(listing, own, search, archives))]
        others = archives
    else:
        first = [_found(student, own, file) for file in archives[-1:]]
        others = archives[:-1]
    return [_with_note(found, others) for found in first]


def _is_for(file: Path, own: Assignment, search: Search) -> bool:
    named = by_name(file.name)
    if named.kind not in WORK:
        return False
    exact = own is search.assignment and fits_exactly(file.name, own)
    return exact or search.named(named.stem) is own


def _of_others(
    listing: _Listing, own: Assignment, search: Search, archives: Iterable[Path]
) -> tuple[str, ...]:
    """Return the names of a student's entries that are not part of the work for `own`."""
    folders = [f.name for f in listing.folders if search.named(f.name) not in (None, own)]
    named = ((f.name, search.named(by_name(f.name).stem)) for f in listing.files)
    files = [name for name, whose in named if whose not in (None, own)]
    return (*folders, *files, *(file.name for file in archives))


def _of_class(listing: _Listing, search: Search) -> list[Found]:
    """Return the submissions in a folder of students' folders and files."""
    flat = [found for file in listing.files for found in _in_flat_folder(file, search)]
    # Beside a flat folder's files a folder of documents is the teacher's, not a student's.
    kinds = WORK if flat else (*WORK, *_REFUSED)
    found: list[Found] = []
    for folder in listing.folders:
        inner = _list(folder)
        if _has_named_work(inner, search):
            found += _of_student(inner, folder.name, search)
        elif search.assignment is not None and holds_work(folder, kinds):
            found.append(_found(folder.name, search.assignment, folder))
    return found + flat


def _in_flat_folder(file: Path, search: Search) -> list[Found]:
    """Return the submission that one file of a flat folder is, if it is one."""
    kind = by_name(file.name).kind
    marked = _BETWEEN in by_name(file.name).stem
    if kind not in WORK and not (kind in _REFUSED and marked):
        return []
    student, own = _student_and_assignment(file, search)
    wanted = search.assignment or own
    if wanted is None or own not in (None, wanted):
        return []
    return [_found(student, wanted, file)]


def _found(student: str, own: Assignment, root: Path, without: tuple[str, ...] = ()) -> Found:
    return Found(safe_name(student) or "unnamed", own.slug, root, without)


def _with_note(found: Found, others: list[Path]) -> Found:
    if not others:
        return found
    names = listed(other.name for other in others)
    note = say("submissions.several", file=shown(found.root.name), others=names)
    return replace(found, notes=(*found.notes, note))
