"""Comparisons that explain themselves.

Every check returns the value it was given, so that checks chain, and raises `CheckFailed` with a
`Failure` in parts where the value is wrong. Whatever a student's code returned, nothing else is
raised.
"""

from gradewright.checks.arrays import as_numeric
from gradewright.checks.bounds import check_between, check_decreasing, check_increasing
from gradewright.checks.calls import describe_call
from gradewright.checks.causes import likely_cause
from gradewright.checks.close import check_close
from gradewright.checks.condition import check
from gradewright.checks.describe import describe, describe_kind
from gradewright.checks.equal import check_equal
from gradewright.checks.failure import CheckFailed
from gradewright.checks.generous import as_asked
from gradewright.checks.gradient import check_gradient, numeric_gradient
from gradewright.checks.keys import check_keys
from gradewright.checks.kind import check_kind
from gradewright.checks.labels import check_labels
from gradewright.checks.mistakes import rule_out
from gradewright.checks.parts import check_parts
from gradewright.checks.precision import is_single, returned
from gradewright.checks.reading import read_numbers
from gradewright.checks.shape import check_shape
from gradewright.checks.subject import Call, about, latest_call
from gradewright.checks.suspects import passes, resting_on
from gradewright.words.failures import render

__all__ = [
    "Call",
    "CheckFailed",
    "about",
    "as_asked",
    "as_numeric",
    "check",
    "check_between",
    "check_close",
    "check_decreasing",
    "check_equal",
    "check_gradient",
    "check_increasing",
    "check_keys",
    "check_kind",
    "check_labels",
    "check_parts",
    "check_shape",
    "describe",
    "describe_call",
    "describe_kind",
    "is_single",
    "latest_call",
    "likely_cause",
    "numeric_gradient",
    "passes",
    "read_numbers",
    "render",
    "resting_on",
    "returned",
    "rule_out",
]
