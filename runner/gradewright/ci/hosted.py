"""Grade inside a platform's own container, in its layout, and write the result that it reads.

Where grading fails nothing is written: the platform then says so itself, and nobody has a score.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from gradewright.ci.sealed import grade_folder
from gradewright.ci.visible import check_visible
from gradewright.course.reader import read_course
from gradewright.errors import MachineryError, UsageError
from gradewright.exports.classroom50 import Handed, classroom50
from gradewright.exports.gradescope import Hidden, gradescope
from gradewright.exports.prairielearn import prairielearn
from gradewright.exports.told import told
from gradewright.phrases import say
from gradewright.reports.files import write
from gradewright.results import SubmissionResult
from gradewright.sandbox.launch import LevelName, Levels
from gradewright.selfcheck.kit import read_kit

Host = Literal["gradescope", "classroom50", "prairielearn"]

_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T_-]?(\d\d)[:-]?(\d\d)[:-]?(\d\d)")


def grade_hosted(
    host: Host, root: Path, assignment: str, lowest: LevelName, hidden: Hidden = "summed"
) -> Path:
    """Grade what the platform has laid out below a folder; return the file that was written.

    Args:
        host: whose layout it is.
        root: `/autograder` (Gradescope), `/grade` (PrairieLearn), or the working folder with the
            submission (Classroom 50).
        assignment: the slug.
        lowest: the level of isolation below which nothing is graded.
        hidden: how Gradescope is told of hidden tests.

    Raises:
        UsageError: the layout is not the platform's.
        MachineryError: grading failed; nothing is written.
    """
    write_for = {"gradescope": _gradescope, "classroom50": _classroom50, "prairielearn": _prairie}
    text, file = write_for[host](root, assignment, lowest, hidden)
    try:
        write(file, text)
    except OSError as error:
        raise MachineryError(f"{error.filename} cannot be written: {error.strerror}.") from error
    return file


def _gradescope(root: Path, slug: str, lowest: LevelName, hidden: Hidden) -> tuple[str, Path]:
    result = _graded(root / "source" / "course", root / "submission", slug, lowest)
    note = say(f"exports.sealed_{result.isolation.level}")
    text = gradescope(result, told(result), note, hidden)
    document = json.loads(text)
    document["extra_data"]["submitted"] = _created(root / "submission_metadata.json")
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n", root / "results/results.json"


def _created(file: Path) -> str:
    """Return the moment of submission as the platform wrote it, "" where it did not."""
    try:
        plain: Any = json.loads(file.read_text(encoding="utf-8"))
        return str(plain["created_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _prairie(root: Path, slug: str, lowest: LevelName, _hidden: Hidden) -> tuple[str, Path]:
    result = _graded(root / "tests" / "course", root / "student", slug, lowest)
    note = "" if result.status != "graded" else say(f"exports.sealed_{result.isolation.level}")
    return prairielearn(told(result), note), root / "results" / "results.json"


def _classroom50(root: Path, slug: str, _lowest: LevelName, _hidden: Hidden) -> tuple[str, Path]:
    bundle = Path(os.environ.get("GRADEWRIGHT_BUNDLE", root))
    try:
        kit = read_kit((bundle / "kit.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(say("selfcheck.no_kit", folder=bundle)) from error
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    result = check_visible(kit, root)
    handed = handed_in(os.environ, slug, _commit_time(root) or now)
    return classroom50(told(result), handed, now), root / "result.json"


def handed_in(environ: Mapping[str, str], slug: str, commit_time: str) -> Handed:
    """Return what Classroom 50 says in the environment; the moment stands in the tag."""
    tag = environ.get("SUBMISSION_TAG", "")
    moment = _MOMENT.search(tag)
    when = "{}-{}-{}T{}:{}:{}Z".format(*moment.groups()) if moment else commit_time
    return Handed(
        classroom=environ.get("CLASSROOM", ""),
        assignment=environ.get("ASSIGNMENT", slug),
        owner=environ.get("OWNER") or environ.get("USERNAME", ""),
        submission=tag,
        commit=environ.get("COMMIT_URL", ""),
        release=environ.get("RELEASE_URL", ""),
        review=environ.get("REVIEW_URL", ""),
        datetime=when,
    )


def _commit_time(folder: Path) -> str:
    """Return the time of the commit that is laid out in a folder, "" where there is none."""
    words = ["git", "-c", "core.fsmonitor=false", "-C", str(folder), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(words, capture_output=True, timeout=20, check=True)  # noqa: S603
        return datetime.fromtimestamp(int(done.stdout), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OSError, subprocess.SubprocessError, ValueError, OverflowError):
        return ""


def _graded(course: Path, folder: Path, slug: str, lowest: LevelName) -> SubmissionResult:
    """Return what grading a folder found.

    Raises:
        UsageError: course or work are not where the platform puts them.
        MachineryError: grading failed.
    """
    if not folder.is_dir():
        raise UsageError(say("ci.no_layout", folder=folder))
    with tempfile.TemporaryDirectory(prefix="gradewright-hosted-") as out:
        place = Path(out)
        held = read_course(course)
        results = grade_folder(
            held, folder, slug, place / "grading", Levels(lowest=lowest), kept=None, jobs=1
        )
    return results[0]
