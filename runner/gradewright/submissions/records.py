"""What was read of a submission. Nothing here was executed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gradewright.results import MomentSource
from gradewright.words.decoding import decode_script, lines_of, tidy


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell of a notebook, or a whole script.

    `number` counts a notebook's cells (code and text) from 1; None for a script.
    """

    file: str
    number: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """One submission as found on disk: `root` is a file, a folder or an archive.

    `student` is safe to display. `without` names entries of a folder `root` that belong to other
    assignments. `notes` says what was left aside for this one, in words for the student.
    `student_id`, `attempt` and `late` are what a learning system wrote into the names.
    `submitted` (ISO-8601, UTC) is when it was handed in, "" where nobody looked or nobody knows,
    and `submitted_from` what says so. `doubt` says why it is not sure whose it is, in words
    for the instructor; "" where it is.

    Where `root` is an archive that holds a class, `inner` is the path in it of this student's file
    or folder. Where one folder holds several students' files, `pieces` are this one's: each with
    its path below `root` and `inner`, and the path that it is read under, which is what the student
    called it.
    """

    student: str
    assignment: str
    root: Path
    without: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    student_id: str = ""
    attempt: str = ""
    late: bool = False
    inner: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    submitted: str = ""
    submitted_from: MomentSource = ""
    doubt: str = ""

    @property
    def in_archive(self) -> bool:
        """Tell whether the work is a part of an archive that holds a class."""
        if self.inner:
            return True
        return bool(self.pieces) and self.root.suffix.lower() == ".zip" and self.root.is_file()

    @property
    def name(self) -> str:
        """Return what the work is called in messages: its file, or the folder that holds it."""
        if len(self.pieces) == 1:
            return self.pieces[0][0].rpartition("/")[2]
        return self.inner.rpartition("/")[2] or self.root.name

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the files or of the folder that was handed in."""
        return tuple(old for old, _ in self.pieces) or (self.name,)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry of what was named that is graded for nobody: its path as shown, and the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What became of every entry that was named.

    `decisions` says, in words for the instructor, which reading of a layout was taken and why.
    """

    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...] = ()
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's files for one assignment, read into cells.

    `main` is the file that was graded and `cells` its code. `modules` holds the other files,
    relative path to content, which the worker finds in its working folder; `helpers` are the code
    cells of those that are notebooks. `digest` is `sha256:` over all of them. `notes` says what the
    reader left aside, in the reader's words.
    """

    student: str
    assignment: str
    main: str
    cells: tuple[Cell, ...]
    digest: str
    files: tuple[str, ...]
    modules: dict[str, bytes] = field(default_factory=dict)
    content: bytes = b""
    notes: tuple[str, ...] = ()
    helpers: tuple[Cell, ...] = ()

    def source_of(self, file: str, cell: int | None) -> str:
        """Return the source of a cell, or of a script or module; "" where there is none."""
        for each in (*self.cells, *self.helpers):
            if (each.file, each.number) == (file, cell):
                return each.source
        if cell is not None or not file.endswith(".py"):
            return ""
        return tidy(decode_script(self.modules.get(file, b""))[0])

    def line_of(self, file: str, cell: int | None, number: int) -> str:
        """Return the text of a line, without the white space around it; "" where there is none."""
        lines = lines_of(self.source_of(file, cell))
        return lines[number - 1].strip()[:200] if 0 < number <= len(lines) else ""
