"""Classic mistakes get the right cause from the self-check, without any reference at hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from .conftest import REPOSITORY

MISTAKES = tomllib.loads(
    Path(__file__).with_name("classic_mistakes.toml").read_text(encoding="utf-8")
)["mistake"]


def test_there_are_twenty_five():
    assert len({each["name"] for each in MISTAKES}) == 25


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each["name"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_cause_is_named(checked, mistake, seed):
    slug = mistake["assignment"]
    source = (REPOSITORY / "reference" / slug / f"{slug}.py").read_text(encoding="utf-8")
    assert source.count(mistake["from"]) == 1
    work = source.replace(mistake["from"], mistake["to"])
    found = checked(slug, work, mistake["question"], seed=seed)
    told = [each.failure.cause for each in found if each.status == "failed"]
    assert told, "no visible test sees it"
    assert any(mistake["cause"] in cause for cause in told), told
    # What is opened first must not lead elsewhere.
    first = next(cause for cause in told if cause)
    assert mistake["cause"] in first, told
