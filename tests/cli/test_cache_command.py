"""`gradewright cache`: what is kept, for which assignments, and how it is cleared."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gradewright.cli import main
from gradewright.cli.cache import size_text
from gradewright.performance import entries

NIGHT = 1_795_820_400  # 2026-11-27T23:00:00Z


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of three entries, of two assignments."""
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    monkeypatch.setenv("GRADEWRIGHT_CACHE", str(kept))
    made = [("keras_mnist", 2_700_000), ("vae", 1200), ("keras_mnist", 4_000)]
    for number, (slug, size) in enumerate(made):
        entries.write(kept, f"{number:064x}", slug, bytes(size))
        os.utime(entries.file_of(kept, f"{number:064x}"), (NIGHT - 3600 * number,) * 2)
    return kept


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_what_is_kept_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache"]) == 0
    assert lines(capsys) == [
        f"Kept for later runs in {folder}",
        "Entries: 3, 2.7 MB of at most 2.0 GB",
        "Assignment   Entries    Size             Last used",
        "keras_mnist        2  2.7 MB  2026-11-27T23:00:00Z",
        "vae                1  1.3 kB  2026-11-27T22:00:00Z",
    ]


def test_programs_read_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    for row in document["assignments"]:
        made = datetime.fromisoformat(row.pop("first_made"))
        assert abs((datetime.now(UTC) - made).total_seconds()) < 60
    sizes = [file.stat().st_size for file in sorted(folder.glob("*.kept"))]
    assert document == {
        "folder": str(folder),
        "entries": 3,
        "bytes": sum(sizes),
        "most_bytes": 2_000_000_000,
        "problem": "",
        "assignments": [
            {
                "assignment": "keras_mnist",
                "entries": 2,
                "bytes": sizes[0] + sizes[2],
                "last_used": "2026-11-27T23:00:00Z",
            },
            {
                "assignment": "vae",
                "entries": 1,
                "bytes": sizes[1],
                "last_used": "2026-11-27T22:00:00Z",
            },
        ],
    }


def test_an_assignments_entries_are_cleared(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cache", "clear", "keras_mnist", "planar"]) == 0
    assert lines(capsys) == [
        "Nothing was kept for planar.",
        f"Removed from {folder}: 2 entries, 2.7 MB",
    ]
    assert [entry.assignment for entry in entries.entries(folder)] == ["vae"]


@pytest.mark.parametrize("words", [["clear", "--json"], ["--json", "clear"]])
def test_all_of_it_is_cleared(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    size = sum(entry.size for entry in entries.entries(folder))
    assert main(["cache", *words]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["folder"], document["entries"], document["bytes"]) == (str(folder), 3, size)
    assert [row["assignment"] for row in document["assignments"]] == ["keras_mnist", "vae"]
    assert entries.entries(folder) == []
    assert main(["cache", "clear"]) == 0
    assert lines(capsys) == [f"Removed from {folder}: 0 entries, 0 B"]


def test_where_there_is_none_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRADEWRIGHT_CACHE", str(tmp_path / "absent"))
    assert main(["cache"]) == 0
    assert lines(capsys)[1] == "Entries: 0, 0 B of at most 2.0 GB"
    assert not (tmp_path / "absent").exists()


def test_it_says_why_no_run_uses_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.chmod(0o777)
    assert main(["cache"]) == 0
    assert lines(capsys)[1].startswith("No run uses it. Others may write there.")
    assert main(["cache", "--json"]) == 0
    assert "Others may write there" in json.loads(capsys.readouterr().out)["problem"]


def test_what_cannot_be_removed_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(self: Path, **_: bool) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "unlink", refuse)
    assert main(["cache", "clear"]) == 2
    said = capsys.readouterr().err
    assert "cannot be removed: Permission denied" in said
    assert len(entries.entries(folder)) == 3


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (9940, "9.9 kB"),
        (9960, "10 kB"),
        (999_600, "1.0 MB"),
        (2_000_000_000, "2.0 GB"),
        (12_345_678_901_234, "12346 GB"),
    ],
)
def test_sizes_are_short(count: int, text: str) -> None:
    assert size_text(count) == text
