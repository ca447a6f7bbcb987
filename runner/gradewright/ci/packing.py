"""Pack an assignment's grader for a platform that runs it in a container of its own."""

from __future__ import annotations

import importlib.metadata
import json
import re
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from string import Template

import gradewright
from gradewright.ci.hosted import Host
from gradewright.course.records import Assignment, Course
from gradewright.exports.classroom50 import list_of_tests
from gradewright.results import QuestionResult, TestResult
from gradewright.sandbox.launch import LevelName
from gradewright.selfcheck.kit import Kit, read_kit

_WHEN = (2000, 1, 1, 0, 0, 0)  # the same files give the same archive
_LEFT_OUT = ("variants", "__pycache__")
_EXECUTABLE = ("setup.sh", "run_autograder", "autograder.py", "run")
_GRADING = re.compile(r"extra == [\"']grading[\"']")
# What assignments import, and what it is called where packages come from.
_PACKAGES = {"keras": "keras", "tensorflow": "tensorflow-cpu", "cvxpy": "cvxpy", "torch": "torch"}


def pack(
    host: Host, course: Course, assignment: Assignment, kit: str, lowest: LevelName, file: Path
) -> None:
    """Write the archive that the platform takes.

    Args:
        host: the platform.
        course: the course.
        assignment: the one to grade; nothing of any other is packed.
        kit: its visible checks, as JSON; "" where the platform gets all of its graders.
        lowest: the level of isolation below which nothing is graded.
        file: the archive.

    Raises:
        OSError: it cannot be written.
    """
    files = dict(_files(host, course, assignment, kit, lowest))
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.tmp")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(files.items()):
                entry = zipfile.ZipInfo(name, _WHEN)
                is_run = name.rpartition("/")[2] in _EXECUTABLE
                entry.external_attr = (0o100755 if is_run else 0o100644) << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _files(
    host: Host, course: Course, assignment: Assignment, kit: str, lowest: LevelName
) -> Iterator[tuple[str, bytes]]:
    words = {
        "slug": assignment.slug,
        "title": assignment.title,
        "level": lowest,
        "requirements": " ".join(_requirements(assignment)),
    }
    if host == "gradescope":
        yield from _templates("gradescope", words, {"setup.sh": "", "run_autograder": ""})
        yield "requirements.txt", _lines(_requirements(assignment))
        yield from _under("runner/", _runner())
        yield from _under("course/", _course(course, assignment))
    elif host == "prairielearn":
        places = {"info.json": "", "question.html": "", "run": "tests/", "Containerfile": ""}
        words["uuid"] = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{course.name}/{assignment.slug}"))
        words["seconds"] = str(int(assignment.limits.submission_seconds) + 60)
        yield from _templates("prairielearn", words, places)
        yield "requirements.txt", _lines(_requirements(assignment))
        yield from _under("tests/runner/", _runner())
        yield from _under("tests/course/", _course(course, assignment))
    else:
        held = read_kit(kit)
        yield from _templates("classroom50", words, {"autograder.py": ""})
        yield "kit.json", kit.encode()
        yield "requirements.txt", _lines(_requirements(assignment))
        yield "tests.json", _tests(held).encode()
        yield from _under("runner/", _runner())


def _templates(
    host: str, words: Mapping[str, str], places: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Yield a platform's own files, with what stands in `${…}` filled in, and their README."""
    folder = resources.files("gradewright.ci") / "templates"
    for name in (*places, "README.txt"):
        text = (folder / f"{host}-{name}.tmpl").read_text(encoding="utf-8")
        escaped = {k: json.dumps(v)[1:-1] for k, v in words.items()} if ".json" in name else words
        yield places.get(name, "") + name, Template(text).safe_substitute(escaped).encode()


def _under(prefix: str, files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    return ((prefix + name, content) for name, content in files)


def _runner() -> Iterator[tuple[str, bytes]]:
    """Yield the program itself: the container needs no more of it than this."""
    root = Path(gradewright.__file__).parent
    for file, name in _below(root):
        yield f"gradewright/{name}", file.read_bytes()


def _course(course: Course, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """Yield what the course has of one assignment, without the variants of its authors."""
    yield "course.toml", (course.root / "course.toml").read_bytes()
    for folder in (assignment.folder, assignment.graders, assignment.reference):
        for file, name in _below(folder):
            yield f"{folder.relative_to(course.root).as_posix()}/{name}", file.read_bytes()


def _below(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield each regular file below a folder with its path there."""
    for file in sorted(root.rglob("*")):
        parts = file.relative_to(root).parts
        if file.is_file() and not file.is_symlink() and not set(parts) & set(_LEFT_OUT):
            yield file, "/".join(parts)


def _requirements(assignment: Assignment) -> list[str]:
    """Return the packages that grading needs, in the versions that are installed here."""
    asked = importlib.metadata.requires("gradewright") or []
    needed = [line for line in asked if "extra ==" not in line or _GRADING.search(line)]
    names = {re.split(r"[ <>=!;\[(]", line)[0] for line in needed}
    for module in (*assignment.load.preload, *assignment.load.optional):
        known = _PACKAGES.get(module.partition(".")[0])
        if known:
            names |= {known, *(("tensorflow-cpu",) if known == "keras" else ())}
    return [_pinned(name) for name in sorted(names)]


def _pinned(name: str) -> str:
    """Return a package with the version that is installed here, if it is."""
    for called in (name, name.removesuffix("-cpu")):
        try:
            return f"{name}=={importlib.metadata.version(called)}"
        except importlib.metadata.PackageNotFoundError:
            continue
    return name


def _lines(words: list[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _tests(kit: Kit) -> str:
    """Return `tests.json` for the visible checks: a test a question."""
    questions = [
        QuestionResult(
            asked.id,
            asked.title,
            0.0,
            asked.points,
            tuple(
                TestResult(c.id, c.title, 0.0, c.points, "visible", "", 0.0, "skipped")
                for c in kit.checks
                if c.question == asked.id
            ),
        )
        for asked in kit.questions
    ]
    seconds = int(max(asked.seconds for asked in kit.questions)) * 5 + 60
    return list_of_tests(questions, "python3 check.pyz {question}", seconds)
