"""Stable pseudonyms under a key that only the instructor has."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from gradewright.errors import UsageError
from gradewright.results import SubmissionResult

_BYTES = 32
_CHARACTERS = 8


class Pseudonyms:
    """Names that are the same under one key, and that nobody without it can work out from a name.

    Raises:
        UsageError: the file holds no key of ours.
    """

    def __init__(self, file: Path) -> None:
        self._key = _key(file)

    def of(self, result: SubmissionResult) -> str:
        """Return the pseudonym of a submission's student."""
        person = f"{result.student}\x1f{result.student_id}".encode("utf-8", "surrogatepass")
        digest = hmac.new(self._key, person, hashlib.sha256).digest()
        letters = base64.b32encode(digest).decode().lower()[:_CHARACTERS]
        return f"{letters[:4]}-{letters[4:]}"


def _key(file: Path) -> bytes:
    """Return the key in a file; a new one is drawn where there is no file."""
    try:
        text = file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        text = secrets.token_hex(_BYTES)
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as new:
            new.write(text + "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read as a key: {error}") from error
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise UsageError(
            f"{file} holds no key for pseudonyms. Name a file that is not there: a key is drawn "
            "into it. Keep it, as pseudonyms change with the key."
        )
    return key
