"""One spelling of a record or an entry, and its digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from gradewright.results import SubmissionResult, to_plain


def spelled(plain: Any) -> str:
    """Return plain values as JSON in ASCII: the same for the same values, in every database.

    Raises:
        ValueError: there is NaN or infinity in it.
    """
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(text: str) -> str:
    """Return the digest of a text in ASCII."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def record_text(result: SubmissionResult) -> str:
    """Return a record as it is kept: without the place of its page, which is the folder's affair.

    Raises:
        ValueError: the record holds NaN or infinity.
    """
    plain = to_plain(result)
    del plain["page"]
    return spelled(plain)
