"""Why a submission needs a human: each reason with its kind, by which the list is filtered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from gradewright.phrases import say
from gradewright.reports.measurements.view import flag_text
from gradewright.results import AttentionKind, Measurement, SubmissionStatus

NeedKind = Literal[
    "failed",
    "unreadable",
    "other_work",
    "nothing_found",
    "identity",
    "misnamed",
    "kept_earlier",
    "other",
    "noisy",
]
# In order of urgency.
KINDS: tuple[NeedKind, ...] = get_args(NeedKind)


@dataclass(frozen=True, slots=True)
class Need:
    """A reason: its kinds, the most urgent first, and the sentences that say it."""

    kinds: tuple[NeedKind, ...]
    text: str

    @property
    def word(self) -> str:
        """Return what the first kind is called."""
        return word_for(self.kinds[0])


def word_for(kind: NeedKind) -> str:
    """Return what a kind of reason is called."""
    return say(f"report.need_{kind}")


def need_of(
    status: SubmissionStatus,
    message: str | None,
    attention: str,
    kinds: Sequence[AttentionKind],
    measurements: Iterable[Measurement],
) -> Need | None:
    """Return why a human has to look at a submission, None where nobody has to.

    Args:
        status: what became of it.
        message: why it has no score, None where it has one.
        attention: why an instructor should look at it, "" for no reason.
        kinds: those of `attention`; a record of an earlier version has none.
        measurements: what was measured; a flag is a reason of its own.
    """
    doubts = list(_doubts(measurements))
    found: list[NeedKind] = []
    if status != "graded":
        found.append(status)
    if attention:
        found += kinds or ("other",)
    if doubts:
        found.append("noisy")
    if not found:
        return None
    text = " ".join(part for part in (message or "", attention, *doubts) if part)
    return Need(tuple(sorted(set(found), key=KINDS.index)), text)


def _doubts(measurements: Iterable[Measurement]) -> Iterator[str]:
    for one in measurements:
        if one.flag:
            yield say("report.need_doubt", title=one.title, why=flag_text(one))
