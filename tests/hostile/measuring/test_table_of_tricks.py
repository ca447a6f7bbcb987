"""The table of tricks in docs/security.md has the rows that are really tried."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from gradewright.authoring.tricks import catalogue

HERE = Path(__file__).parent
ROW = re.compile(r"^\| (\d+)(\*?) \|.*\| (.*RESISTED.*?) \|", re.MULTILINE)


def rows_of(name: str) -> set[int]:
    table = tomllib.loads((HERE / name).read_text("utf-8"))
    return {facts["row"] for facts in table.values()} - {0}


def test_every_row_is_tried_and_starred_where_any_assignment_is(repository: Path) -> None:
    text = (repository / "docs" / "security.md").read_text("utf-8")
    found = {int(number): bool(star) for number, star, _ in ROW.findall(text)}
    assert set(found) == set(range(1, 24))
    assert rows_of("rows.toml") | rows_of("models.toml") == set(found)
    starred = {number for number, star in found.items() if star}
    assert starred == {trick.row for trick in catalogue().tricks}
