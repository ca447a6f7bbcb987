"""What runs beside a student's work in the push recipe: it checks, and tells through a pipe.

It has no environment of the job's, its outputs go nowhere, and it ends with the check.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradewright.submissions.records import Submission


def main() -> None:
    """Check the work named on standard input; write a line of JSON for each thing found."""
    channel = int(sys.argv[1])
    request = json.loads(sys.stdin.buffer.read())
    os.set_inheritable(channel, False)

    def tell(plain: dict[str, Any]) -> None:
        os.write(channel, json.dumps(plain).encode() + b"\n")

    from gradewright import phrases
    from gradewright.errors import UnreadableError
    from gradewright.selfcheck.checking import Checking
    from gradewright.selfcheck.found import plain_of
    from gradewright.selfcheck.kit import NOT_WORK, read_kit
    from gradewright.selfcheck.work import SourceWork
    from gradewright.submissions.read import read
    from gradewright.submissions.records import Found

    kit = read_kit(request["kit"])
    phrases.use_language(kit.language)
    checking = Checking(kit)
    checking.prepare()
    tell({"state": "loading"})
    try:
        found_work = Found("", kit.slug, Path(request["work"]), without=NOT_WORK)
        submission = read(found_work, kit.assignment)
        _lay_out(submission)
        work = SourceWork(kit, submission, definitions_only=request["definitions_only"])
    except UnreadableError as error:
        tell({"state": "unreadable", "message": str(error)})
        return
    code = [
        {"function": name, **place}
        for name, place in _definitions(work.submission.cells, kit.assignment.functions).items()
    ]
    files, digest = list(submission.files), submission.digest
    tell({"state": "loaded", "files": files, "digest": digest, "code": code})
    wanted = [check for check in kit.checks if check.id in set(request["wanted"])]
    for found in checking.run(work, wanted, request["seed"]):
        tell({"state": "found", "found": plain_of(found)})
    tell({"state": "done"})


def _lay_out(submission: Submission) -> None:
    """Write a submission as its graders would find it, and go to its folder.

    What the work writes is not written into the repository, and an archive is unpacked.
    """
    root = Path.cwd() / "work"
    for name, content in {**submission.modules, submission.main: submission.content}.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    folder = (root / submission.main).parent
    os.chdir(folder)
    sys.path.insert(0, str(folder))


def _definitions(cells: Any, functions: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return where each function is defined last, by the line that says so."""
    places: dict[str, dict[str, Any]] = {}
    for cell in cells:
        for number, line in enumerate(cell.source.splitlines(), 1):
            name = line.removeprefix("def ").partition("(")[0].strip()
            if line.startswith("def ") and name in functions:
                places[name] = {
                    "file": cell.file,
                    "cell": cell.number,
                    "line": number,
                    "text": line,
                }
    return places


if __name__ == "__main__":
    main()
