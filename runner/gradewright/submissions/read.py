"""Read a submission into cells and modules, without executing or parsing any of its code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from gradewright.course.records import Assignment
from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.archive import open_archive
from gradewright.submissions.cells import read_cells
from gradewright.submissions.choose import Choice, choose
from gradewright.submissions.contents import Contents
from gradewright.submissions.disk import file_tree, folder_tree, is_folder, open_regular
from gradewright.submissions.helpers import helper_cells, helper_notebooks
from gradewright.submissions.kinds import Kind, by_name
from gradewright.submissions.names import listed, natural, safe_name, shown
from gradewright.submissions.oddities import advice, is_work
from gradewright.submissions.records import Cell, Found, Submission
from gradewright.submissions.tree import (
    MOST_MODULES,
    Entry,
    Tree,
    focus,
    left_aside,
    pick,
    too_large,
    without,
)
from gradewright.submissions.unpack import zip_tree

_MOST_ODD = 50  # files without a notebook's or a script's ending whose content is looked at
_TELLING: tuple[Kind, ...] = ("link", "text", "document", "image")


def read(found: Found, assignment: Assignment) -> Submission:
    """Read what was found into cells, modules and notes.

    Args:
        found: one submission: a notebook, a script, a folder or a zip archive.
        assignment: the assignment it was handed in for; its file patterns choose what is graded
            and its `limits.submission_mb` caps what is read.

    Returns:
        The submission. Its digest covers the contents and the modules' names, in any order.

    Raises:
        UnreadableError: whatever is wrong with the files; the message says what to do.
    """
    most = assignment.limits.submission_mb * 10**6
    tree, choice = _opened(found, assignment, most)
    content = tree.entries[choice.main].fetch(most)
    cells, cell_notes = read_cells(choice.main, content)
    modules, module_notes = _modules(tree, choice.main, cells, most - len(content))
    return Submission(
        student=found.student,
        assignment=found.assignment,
        main=choice.main,
        cells=cells,
        digest=_digest(choice.main, content, modules),
        files=(choice.main, *sorted(modules, key=natural)),
        modules=modules,
        content=content,
        notes=(
            *found.notes,
            *tree.notes,
            # Every script comes along as a module; only a notebook does because it is used.
            *choice.notes_without(p for p in modules if by_name(p).kind == "notebook"),
            *cell_notes,
            *module_notes,
        ),
        helpers=helper_cells(modules),
    )


def completeness(found: Found, assignment: Assignment) -> int:
    """Return how many of the functions asked for the graded file fills in; -1 if unreadable."""
    most = assignment.limits.submission_mb * 10**6
    try:
        tree, choice = _opened(found, assignment, most)
        read_cells(choice.main, tree.entries[choice.main].fetch(most))
    except UnreadableError:
        return -1
    return Contents(tree, assignment, most).filled(choice.main)


def _opened(found: Found, assignment: Assignment, most: int) -> tuple[Tree, Choice]:
    """Return the submission's files and which of them is graded."""
    name = safe_name(found.name)
    tree = _folder(found)
    if tree is not None:
        return _chosen_in_folder(focus(tree, assignment.slug), assignment, most, shown(name))
    tree = _file(found, name)
    kind = by_name(name).kind
    if kind == "archive":
        raise UnreadableError(say("submissions.really_archive", file=shown(name)))
    if kind == "zip":
        return _chosen(_unpacked(found, tree.entries[name], most), assignment, most, shown(name))
    if kind in ("notebook", "script"):
        return tree, _only(name)
    content = tree.entries[name].fetch(most)
    if not is_work(name, content):
        raise UnreadableError(advice(name, content))
    return tree, Choice(name, (say("submissions.odd_ending", file=shown(name)),))


def _folder(found: Found) -> Tree | None:
    """Return the tree of what was found where it is a folder, or several files of one."""
    if found.in_archive:
        inner = open_archive(found.root).below(found.inner)
        tree = None if inner is None else without(inner, found.without)
    else:
        tree = folder_tree(found.root, found.without) if is_folder(found.root) else None
    return tree if tree is None or not found.pieces else pick(tree, found.pieces)


def _file(found: Found, name: str) -> Tree:
    """Return the tree of a single file."""
    if not found.in_archive:
        return file_tree(found.root, name)
    return Tree({name: open_archive(found.root).entry(found.inner)})


def _unpacked(found: Found, entry: Entry, most: int) -> Tree:
    """Return the tree of a student's archive.

    One that is larger than a hand-in may be is looked into where it lies: what makes it large is
    often an environment's packages, which are not read.
    """
    if found.in_archive or entry.size <= most:
        return zip_tree(entry.fetch(most), found.name)
    try:
        return zip_tree(open_regular(found.root, follow=True), found.name)
    except UnreadableError as problem:
        raise too_large(found.name, most) from problem


def _only(name: str) -> Choice:
    """Return the choice of a file that was given by itself, whatever its name."""
    named = by_name(name)
    note = say("submissions.doubled_ending", file=shown(name), name=shown(named.plain))
    return Choice(name, (note,) if named.doubled else ())


def _chosen_in_folder(
    tree: Tree, assignment: Assignment, most: int, where: str
) -> tuple[Tree, Choice]:
    archives = [path for path in tree.entries if by_name(path).kind == "zip"]
    if len(archives) != 1 or choose(tree.entries, assignment) is not None:
        return _settled(tree, assignment, most, where)
    # A learning system's folder with the one archive that the student handed in.
    inner = zip_tree(tree.entries[archives[0]].fetch(most), archives[0])
    return _chosen(inner, assignment, most, shown(archives[0]))


def _chosen(tree: Tree, assignment: Assignment, most: int, where: str) -> tuple[Tree, Choice]:
    return _settled(focus(tree, assignment.slug), assignment, most, where)


def _settled(tree: Tree, assignment: Assignment, most: int, where: str) -> tuple[Tree, Choice]:
    choice = choose(tree.entries, assignment, Contents(tree, assignment, most))
    if choice is not None:
        return tree, choice
    odd = sorted(tree.entries, key=lambda p: (p.count("/"), natural(p)))[:_MOST_ODD]
    for path in odd:
        content = _fetched(tree, path, most)
        if content and is_work(path.rpartition("/")[2], content):
            note = say("submissions.odd_ending", file=shown(path))
            return tree, Choice(path, (note,))
    raise UnreadableError(_nothing_to_grade(tree, assignment, most, where))


def _fetched(tree: Tree, path: str, most: int) -> bytes:
    """Return a file's content, nothing where it cannot be read."""
    try:
        return tree.entries[path].fetch(most)
    except UnreadableError:
        return b""


def _nothing_to_grade(tree: Tree, assignment: Assignment, most: int, where: str) -> str:
    names = sorted(tree.entries, key=natural)
    accepted = ", ".join(assignment.files)
    if not names:
        return say("submissions.nothing_inside", where=where, accepted=accepted)
    archives = [name for name in names if by_name(name).kind in ("archive", "zip")]
    if archives:
        return say("submissions.archive_inside", where=where, files=listed(archives))
    if len(names) == 1:
        return advice(names[0].rpartition("/")[2], _fetched(tree, names[0], most))
    held = say("submissions.no_main", where=where, files=listed(names), accepted=accepted)
    told = [n for n in names if by_name(n).kind in ("text", "link", "document", "image")]
    if not told:
        return held
    name = min(told, key=lambda n: (_TELLING.index(by_name(n).kind), natural(n)))
    return f"{held} {advice(name.rpartition('/')[2], _fetched(tree, name, most))}"


@dataclass(slots=True)
class _Budget:
    """What may still be read beside the main file."""

    bytes: int
    files: int


def _modules(
    tree: Tree, main: str, cells: Iterable[Cell], budget: int
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the other files by their paths, scripts first.

    What does not fit into the budget is left aside with a note: a data set that was handed in
    along with a right solution is no reason to refuse the solution.
    """
    left = _Budget(budget, MOST_MODULES)
    modules: dict[str, bytes] = {}
    too_much: list[str] = []
    for path in _paths_beside(tree, main, helper_notebooks(tree, main, cells, budget)):
        entry = tree.entries[path]
        if left.files == 0 or entry.size > left.bytes:
            too_much.append(path)
            continue
        modules[path] = entry.fetch(left.bytes)
        left.bytes -= len(modules[path])
        left.files -= 1
    return modules, left_aside("too_much", too_much)


def _paths_beside(tree: Tree, main: str, helpers: Iterable[str]) -> Iterable[str]:
    """Yield each other file, of notebooks only the helpers.

    Scripts come first, and of these and the rest what lies nearest to the graded file: beside it,
    then below its folder, then elsewhere.
    """
    files = [p for p in tree.entries if p != main and by_name(p).kind != "notebook"]
    folder = main.rpartition("/")[0]
    others = [*files, *helpers]
    yield from sorted(others, key=lambda p: (by_name(p).kind != "script", *_far(p, folder)))


def _far(path: str, folder: str) -> tuple[object, ...]:
    """Return a key that grows with a file's distance from a folder."""
    inside = not folder or path.startswith(folder + "/")
    return not inside, path.count("/"), natural(path)


def _digest(main: str, content: bytes, modules: dict[str, bytes]) -> str:
    """Return `sha256:…` over the contents and the modules' names.

    The graded file's own name stays out: in a folder of many it is the student's name.
    """
    digest = hashlib.sha256(by_name(main).kind.encode() + b"\0" + _sha256(content))
    for path in sorted(modules):
        digest.update(path.encode() + b"\0" + _sha256(modules[path]))
    return f"sha256:{digest.hexdigest()}"


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
