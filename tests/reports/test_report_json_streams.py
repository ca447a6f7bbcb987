"""JSON written and read in streams: in the standard library's layout, little of it in memory."""

from __future__ import annotations

import dataclasses
import gc
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gradewright.reports.holdings import Holdings
from gradewright.reports.json_report import as_line, write_results
from gradewright.reports.json_stream import members
from gradewright.reports.site import Site
from gradewright.reports.stored import read_stored
from gradewright.results import Results, RunInfo, SubmissionResult, to_json, to_plain
from gradewright.results_reader import NotARecordError, from_plain

GOLDEN = Path(__file__).parent / "golden"


def walked(content: bytes, chunk: int) -> list[tuple[str, Any, bytes]]:
    found = members(io.BytesIO(content), "submissions", chunk)
    return [(m.key, m.value, content[m.start : m.start + m.length]) for m in found]


@pytest.mark.parametrize("chunk", [1, 7, 64, 1_000_000])
def test_a_file_is_read_the_same_in_pieces_of_any_size(chunk: int) -> None:
    whole = json.loads((GOLDEN / "results.json").read_bytes())
    whole["submissions"] = whole["submissions"][1:]
    whole["note"] = ["é\u2028", 12.5, {"a": "\U0001f600"}]
    for content in (
        json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n",
        json.dumps(whole, sort_keys=True, separators=(",", ":")).encode(),
    ):
        found = walked(content, chunk)
        assert {key: value for key, value, _ in found if key != "submissions"} == {
            key: value for key, value in whole.items() if key != "submissions"
        }
        mine = [(value, text) for key, value, text in found if key == "submissions"]
        assert [value for value, _ in mine] == whole["submissions"]
        assert [json.loads(text) for _, text in mine] == whole["submissions"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Expecting '{' in line 1"),
        (b'{"a": 1,\n "b": }', "Expecting value in line 2"),
        (b'{"a": 1\n\n "b": 2}', "Expecting '}' in line 3"),
        (b'{"submissions": [1,\n2', "Expecting ']' in line 2"),
        (b'{"submissions": {}}', "Expecting '[' in line 1"),
        (b'{"a": 1}\n{', "Extra data in line 2"),
        (b'{"a": NaN}', "NaN, which is no number"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"a": "\xc3', "not UTF-8"),
    ],
)
@pytest.mark.parametrize("chunk", [1, 1_000])
def test_what_is_damaged_is_refused_with_its_line(content: bytes, words: str, chunk: int) -> None:
    with pytest.raises(NotARecordError) as caught:
        walked(content, chunk)
    assert words in str(caught.value)


@pytest.fixture
def many(submission: Any) -> Callable[[int], Iterator[SubmissionResult]]:
    """Return the maker of so many results, no two alike, each with strings of its own."""
    model = json.dumps(to_plain(submission("bohdan.tkachenko", "logistic_regression")))

    def made(count: int) -> Iterator[SubmissionResult]:
        for number in range(count):
            plain = json.loads(model)
            plain |= {"student": f"student {number:05}", "digest": f"sha256:{number:064x}"}
            yield from_plain(SubmissionResult, plain)

    return made


def test_what_is_kept_of_a_submission_is_small(many: Any, run: RunInfo, tmp_path: Path) -> None:
    gc.collect()
    tracemalloc.start()
    try:
        holdings = Holdings(tmp_path, run.course)
        kept, most = [], []
        for number, result in enumerate(many(450), 1):
            holdings.put(result)
            if number % 150 == 0:
                gc.collect()
                now, peak = tracemalloc.get_traced_memory()
                kept.append(now)
                most.append(peak - now)
                tracemalloc.reset_peak()
    finally:
        tracemalloc.stop()
    a_record = len(as_line(result))
    assert a_record > 7_000
    assert (kept[2] - kept[0]) / 300 < 1_500  # bytes a submission
    assert max(most) < 20 * a_record


def test_a_whole_run_is_written_and_read_without_all_of_it_in_memory(
    many: Any, run: RunInfo, tmp_path: Path
) -> None:
    holdings = Holdings(tmp_path, run.course)
    for result in many(250):
        holdings.put(result)
    file = tmp_path / "results.json"
    gc.collect()
    tracemalloc.start()
    try:
        write_results(run, holdings.records(holdings), file)
        holdings.release(written=True)
        del holdings
        read_stored(file, lambda _place, _record: None)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    size = file.stat().st_size
    assert size > 2_500_000
    assert most < 1_000_000


def test_what_comes_from_the_journal_is_what_to_json_gives(
    made_up: tuple[SubmissionResult, ...], run: RunInfo, tmp_path: Path
) -> None:
    odd = dataclasses.replace(made_up[0], student='a\ud800\0"b\\', notes=("[], {}", "é\u2028"))
    site = Site(tmp_path, run)
    for result in (odd, *made_up[1:]):
        site.add(result)
    site.finish()
    held = Holdings(tmp_path, run.course)
    assert len(held) == 24
    whole = to_json(Results(run, tuple(held.records(held))))
    written = (tmp_path / "results.json").read_bytes()
    assert written == whole.encode("utf-8", "backslashreplace")
