"""Read a submission into cells and modules, without executing or parsing any of its code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from gradewright.course.records import Assignment
from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.choose import Choice, choose
from gradewright.submissions.disk import file_tree, folder_tree, is_folder, read_capped
from gradewright.submissions.helpers import helper_cells, helper_notebooks
from gradewright.submissions.kinds import by_name, disguise, is_notebook_text
from gradewright.submissions.names import listed, natural, safe_name, shown
from gradewright.submissions.notebook import read_notebook
from gradewright.submissions.records import Cell, Found, Submission
from gradewright.submissions.script import read_script
from gradewright.submissions.tree import MOST_MODULES, Tree, focus, left_aside
from gradewright.submissions.unpack import zip_tree


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
    cells, cell_notes = _cells(choice.main, content)
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
            *choice.notes_without(modules),
            *cell_notes,
            *module_notes,
        ),
        helpers=helper_cells(modules),
    )


def _opened(found: Found, assignment: Assignment, most: int) -> tuple[Tree, Choice]:
    """Return the submission's files and which of them is graded."""
    root, name = found.root, safe_name(found.root.name)
    kind = by_name(root.name).kind
    if is_folder(root):
        return _chosen_in_folder(found, assignment, most)
    if kind == "archive":
        raise UnreadableError(say("submissions.really_archive", file=shown(name)))
    if kind == "zip":
        tree = zip_tree(read_capped(root, most, follow=True), root.name)
        return _chosen(tree, assignment, shown(name))
    tree = file_tree(root, name)
    if kind in ("notebook", "script"):
        return tree, _only(name)
    _check_is_work(tree.entries[name].fetch(most), name)
    return tree, _only(name)


def _only(name: str) -> Choice:
    """Return the choice of a file that was given by itself, whatever its name."""
    named = by_name(name)
    note = say("submissions.doubled_ending", file=shown(name), name=shown(named.plain))
    return Choice(name, (note,) if named.doubled else ())


def _chosen_in_folder(found: Found, assignment: Assignment, most: int) -> tuple[Tree, Choice]:
    tree = focus(folder_tree(found.root, found.without), assignment.slug)
    archives = [path for path in tree.entries if by_name(path).kind == "zip"]
    if len(archives) != 1 or choose(tree.entries, assignment) is not None:
        return _settled(tree, assignment, shown(found.root.name))
    # A learning system's folder with the one archive that the student handed in.
    inner = zip_tree(tree.entries[archives[0]].fetch(most), archives[0])
    return _chosen(inner, assignment, shown(archives[0]))


def _chosen(tree: Tree, assignment: Assignment, where: str) -> tuple[Tree, Choice]:
    return _settled(focus(tree, assignment.slug), assignment, where)


def _settled(tree: Tree, assignment: Assignment, where: str) -> tuple[Tree, Choice]:
    choice = choose(tree.entries, assignment)
    if choice is not None:
        return tree, choice
    raise UnreadableError(_nothing_to_grade(tree, assignment, where))


def _nothing_to_grade(tree: Tree, assignment: Assignment, where: str) -> str:
    names = sorted(tree.entries, key=natural)
    accepted = ", ".join(assignment.files)
    if not names:
        return say("submissions.nothing_inside", where=where, accepted=accepted)
    archives = [name for name in names if by_name(name).kind in ("archive", "zip")]
    if archives:
        return say("submissions.archive_inside", where=where, files=listed(archives))
    return say("submissions.no_main", where=where, files=listed(names), accepted=accepted)


def _check_is_work(content: bytes, name: str) -> None:
    """Refuse a single file that is neither called nor built like a notebook or a script."""
    if is_notebook_text(content):
        return
    really = disguise(content)
    if really is not None:
        raise UnreadableError(say(f"submissions.really_{really}", file=shown(name)))
    raise UnreadableError(say("submissions.unknown_kind", file=shown(name)))


def _cells(name: str, content: bytes) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    if by_name(name).kind == "notebook":
        return read_notebook(name, content)
    if not is_notebook_text(content):
        return read_script(name, content)
    cells, notes = read_notebook(name, content)
    return cells, (say("submissions.is_notebook", file=shown(name)), *notes)


@dataclass(slots=True)
class _Budget:
    """What may still be read beside the main file."""

    bytes: int
    files: int = MOST_MODULES


def _modules(
    tree: Tree, main: str, cells: Iterable[Cell], budget: int
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the other files by their paths, scripts first.

    What does not fit into the budget is left aside with a note: a data set that was handed in
    along with a right solution is no reason to refuse the solution.
    """
    left = _Budget(budget)
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
    """Yield each other file, scripts first; of notebooks only the helpers."""
    files = [p for p in tree.entries if p != main and by_name(p).kind != "notebook"]
    others = [*files, *helpers]
    yield from sorted(others, key=lambda p: (by_name(p).kind != "script", natural(p)))


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
