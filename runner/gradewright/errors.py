"""The one exception root, and its branches.

Every message says what to do next.

    GradewrightError
    ├── UsageError            the command line asks for something that cannot be done
    ├── CourseError           a course file is wrong: names file, key, found, allowed
    ├── UnreadableError       a submission's files cannot be read
    └── MachineryError        our own parts failed
        └── SandboxError      a worker could not be started or does not answer
"""

from __future__ import annotations

from pathlib import Path


class GradewrightError(Exception):
    """Root of every error that gradewright raises on purpose."""


class UsageError(GradewrightError):
    """The caller asked for something that cannot be done."""


class CourseError(GradewrightError):
    """A file of the course is wrong; the message names file, key, found and allowed."""

    def __init__(self, file: Path | str, key: str, found: str, allowed: str) -> None:
        self.file, self.key, self.found, self.allowed = str(file), key, found, allowed
        super().__init__(f"{file}: {key}: found {found}; allowed: {allowed}")

    def __reduce__(self) -> tuple[type[CourseError], tuple[str, str, str, str]]:
        """Pickle by the four parts: judges hand their errors to the process that started them."""
        return CourseError, (self.file, self.key, self.found, self.allowed)


class UnreadableError(GradewrightError):
    """A submission's files cannot be read; nothing else is wrong."""


class MachineryError(GradewrightError):
    """Our own parts failed; the submission is not to blame."""


class SandboxError(MachineryError):
    """A worker could not be started, or its zygote no longer answers."""
