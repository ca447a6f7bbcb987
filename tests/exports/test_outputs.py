"""Every output is what it was, and keeps its platform's rules."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
from tests.exports.conftest import SECRET

from gradewright.errors import MachineryError
from gradewright.exports import commands, statuses
from gradewright.exports.badge import badge_json, badge_svg
from gradewright.exports.classroom50 import Handed, classroom50, list_of_tests, scale_of
from gradewright.exports.code_quality import code_quality
from gradewright.exports.gradescope import gradescope
from gradewright.exports.junit import junit
from gradewright.exports.prairielearn import prairielearn
from gradewright.exports.summary import LIMIT, summary
from gradewright.exports.told import told
from gradewright.results import Measurement, SubmissionResult

GOLDEN = Path(__file__).parent / "golden"
SCHEMAS = json.loads((Path(__file__).parent / "schemas.json").read_text("utf-8"))
HANDED = Handed(
    "cs1", "logistic", "octo", "submission-1", "https://c", "https://r", "https://v",
    "2026-03-01T10:00:00Z",
)  # fmt: skip
NOW = "2026-03-02T10:00:00Z"


def every_output(result: SubmissionResult) -> dict[str, str]:
    """Return all that is made of one result, by file name."""
    seen = told(result, "hw1")
    files = {
        "summary.md": summary(seen, "A note."),
        "annotations.txt": "".join(f"{line}\n" for line in commands.commands(seen)),
        "outputs.txt": commands.output_lines(commands.outputs(seen), "token"),
        "junit.xml": junit(seen),
        "code-quality.json": code_quality(seen),
        "badge.svg": badge_svg(seen),
        "badge.json": badge_json(seen),
        "comment.md": statuses.comment(seen),
        "check-run.json": json.dumps(statuses.check_run(seen, "grade", "c0ffee", NOW), indent=1),
        "github-status.json": json.dumps(statuses.github_status(seen, "grade", 0.5), indent=1),
        "gitlab-status.json": json.dumps(statuses.gitlab_status(seen, "grade", 0.5), indent=1),
    }
    if result.status != "failed":
        files["gradescope.json"] = gradescope(result, seen)
        files["classroom50.json"] = classroom50(seen, HANDED, NOW)
        files["prairielearn.json"] = prairielearn(seen)
    return files


@pytest.mark.parametrize("name", ["wrong", "unreadable", "failed"])
def test_outputs_are_what_they_were(name: str, request: pytest.FixtureRequest) -> None:
    for file, text in every_output(request.getfixturevalue(name)).items():
        golden = GOLDEN / name / file
        if os.environ.get("WRITE_GOLDEN"):
            golden.parent.mkdir(exist_ok=True, parents=True)
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8"), f"{name}/{file}"


@pytest.mark.parametrize("name", ["wrong", "unreadable", "hostile"])
@pytest.mark.parametrize("file", sorted(SCHEMAS))
def test_json_is_what_the_platform_documents(
    file: str, name: str, request: pytest.FixtureRequest
) -> None:
    document = json.loads(every_output(request.getfixturevalue(name))[file])
    jsonschema.Draft202012Validator(SCHEMAS[file]).validate(document)
    if isinstance(document, dict) and document:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(SCHEMAS[file]).validate({**document, "Score": 1})


def test_no_text_of_a_hidden_test_leaves(hostile: SubmissionResult) -> None:
    assert SECRET in str(hostile)
    for file, text in every_output(hostile).items():
        assert SECRET not in text, file


def test_markdown_holds_nothing_that_is_markup_but_ours(hostile: SubmissionResult) -> None:
    seen = told(hostile)
    for text in (summary(seen), statuses.comment(seen)):
        ours = re.sub(
            r"</?(?:details|summary|code)>|<!-- gradewright: logistic_regression -->", "", text
        )
        ours = re.sub(r"&#\d+;", "", ours)
        ours = re.sub(r"(?m)^## |^\| --- .*\||^\| | \|$| \| |^\d+\. ", "", ours)
        assert set(re.findall(r"[^\w\s]", ours, re.ASCII)) <= {".", "…", *"⟨⟩␀", "\u2060"} | set(
            re.findall(r"[^\x00-\x7f]", ours)
        )
        # A reference stays a reference, and finds no name behind an @.
        assert not re.search(r"&#64;(?!\u2060)", text)
        assert text.count("<details>") == text.count("</details>") > 3
        assert text.count("<code>") == text.count("</code>")


def test_only_our_own_commands_reach_the_log(hostile: SubmissionResult) -> None:
    lines = list(commands.commands(told(hostile)))
    assert len(lines) == commands.MOST + 1
    for line in lines:
        assert line.splitlines() == [line]
        assert re.match(r"::(error|notice)( [a-z]+=[^:,]*(,[a-z]+=[^:,]*)*)?::", line)
        assert "##[" not in line
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", line)


def test_annotations_are_nine_and_a_word_about_the_others(many) -> None:
    lines = list(commands.commands(told(many(30))))
    assert [line.split(" ")[0].split("::")[1] for line in lines] == ["error"] * 9 + ["notice"]
    assert lines[-1] == "::notice::21 more in the summary."
    assert len(list(commands.commands(told(many(9))))) == 9


def test_a_message_is_below_the_platform_s_limit(many) -> None:
    result = many(1)
    (question,) = result.questions
    (test,) = question.tests
    long = dataclasses.replace(test.failure, problem="x" * 9000, call="y" * 9000, cause="z" * 9000)
    test = dataclasses.replace(test, failure=long)
    result = dataclasses.replace(result, questions=(dataclasses.replace(question, tests=(test,)),))
    (line,) = commands.commands(told(result))
    assert len(line) < 4_096


def test_cells_of_notebooks_are_said_in_the_message(wrong: SubmissionResult) -> None:
    first = next(commands.commands(told(wrong, "hw1")))
    assert first.startswith("::error file=hw1/work.ipynb,title=")
    assert "line=" not in first
    assert "hw1/work.ipynb, cell 7, line 1" in first


def test_a_summary_is_cut_with_a_word(many) -> None:
    text = summary(told(many(900)))
    assert len(text.encode()) <= LIMIT
    assert re.search(r"\d+ more tests that did not pass are left out here\.\n$", text)
    assert text.count("<details>") == text.count("</details>")


def test_outputs_hold_line_breaks_between_a_fresh_token_only() -> None:
    lines = commands.output_lines({"score": "7.5", "title": "a\nscore=99"}, "t0ken")
    assert lines == "score=7.5\ntitle<<t0ken\na\nscore=99\nt0ken\n"
    with pytest.raises(MachineryError, match="token"):
        commands.output_lines({"title": "a\nt0ken\nscore=99"}, "t0ken")
    with pytest.raises(MachineryError, match="name of an output"):
        commands.output_lines({"a=b\n": "1"}, "t0ken")


def test_no_score_is_written_where_grading_failed(failed: SubmissionResult) -> None:
    seen = told(failed)
    assert commands.outputs(seen) == {}
    for write in (
        lambda: gradescope(failed, seen),
        lambda: classroom50(seen, HANDED, NOW),
        lambda: prairielearn(seen),
    ):
        with pytest.raises(MachineryError, match="no score is written"):
            write()


# What JUnit's schema (xunit2) allows, with `file`, which GitLab asks for.
ELEMENTS = {
    "testsuites": ({"testsuite"}, set()),
    "testsuite": ({"testcase"}, {"name", "tests", "failures", "errors", "skipped", "time"}),
    "testcase": ({"failure", "error", "skipped"}, {"classname", "name", "file", "time"}),
    "failure": (set(), {"message", "type"}),
    "error": (set(), {"message", "type"}),
    "skipped": (set(), {"message"}),
}


@pytest.mark.parametrize("name", ["wrong", "unreadable", "failed", "hostile"])
def test_junit_is_whole(name: str, request: pytest.FixtureRequest) -> None:
    text = junit(told(request.getfixturevalue(name), "hw1"))
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        children, attributes = ELEMENTS[element.tag]
        assert {child.tag for child in element} <= children
        assert set(element.attrib) <= attributes
    (suite,) = root
    cases = list(suite)
    assert int(suite.get("tests", "")) == len(cases)
    for kind in ("failure", "error", "skipped"):
        count = suite.get({"failure": "failures", "error": "errors"}.get(kind, kind), "")
        assert int(count) == sum(case.find(kind) is not None for case in cases)
    names = [(case.get("classname"), case.get("name")) for case in cases]
    assert len(set(names)) == len(names)
    assert all(case.get("file") for case in cases)
    assert all(f.text for f in root.iter("failure"))
    assert "[[ATTACHMENT" not in text


def test_equal_titles_get_names_of_their_own(many) -> None:
    root = ET.fromstring(junit(told(many(3))))
    names = [case.get("name") for case in root.iter("testcase")]
    assert len(set(names)) == 3


def test_code_quality_remarks_are_told_apart(many) -> None:
    remarks = json.loads(code_quality(told(many(3))))
    assert len({remark["fingerprint"] for remark in remarks}) == 3


def test_badges_are_well_formed(hostile: SubmissionResult) -> None:
    seen = told(dataclasses.replace(hostile, title='<a href="x">&"'))
    root = ET.fromstring(badge_svg(seen))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
        "svg", "title", "rect", "g", "text",
    }  # fmt: skip


def measured(test: str, *, flag: str = "") -> Measurement:
    return Measurement(
        test, "q", "Step time", "step_time", 2.0, "ms", 1.0, 2.0, 0.1, "ratio",
        ((1.0, 1.0), (3.0, 0.0)), 0.5, 5, "cpu", "digits", "cpu", flag,
    )  # fmt: skip


def test_gradescope_shows_the_total_and_measurements_of_visible_tests(
    wrong: SubmissionResult,
) -> None:
    tests = [test for question in wrong.questions for test in question.tests]
    hidden = next(test for test in tests if test.visibility != "visible")
    visible = next(test for test in tests if test.visibility == "visible")
    result = dataclasses.replace(
        wrong,
        measurements=(measured(hidden.id), measured(visible.id), measured(visible.id, flag="?")),
    )
    document = json.loads(gradescope(result, told(result)))
    assert document["leaderboard"] == [{"name": "Step time (ms)", "value": 2.0, "order": "asc"}]
    assert document["score"] == pytest.approx(wrong.score)
    assert sum(test["max_score"] for test in document["tests"]) == pytest.approx(wrong.max_score)
    assert sum(test["score"] for test in document["tests"]) == pytest.approx(wrong.score)
    assert {test["visibility"] for test in document["tests"]} == {"visible"}
    assert hidden.title not in json.dumps(document["tests"])
    concealed = json.loads(gradescope(result, told(result), hidden="concealed"))
    assert {test["visibility"] for test in concealed["tests"]} == {"visible", "hidden"}


def test_the_moment_of_submission_does_not_move(wrong: SubmissionResult) -> None:
    first = json.loads(classroom50(told(wrong), HANDED, NOW))
    again = json.loads(classroom50(told(wrong), HANDED, "2026-09-09T10:00:00Z"))
    assert first["datetime"] == again["datetime"] == HANDED.datetime
    assert first["graded_at"] != again["graded_at"]
    assert isinstance(first["max-score"], int)
    assert first["max-score"] == sum(test["max-score"] for test in first["tests"])


def test_points_become_whole_numbers() -> None:
    assert [scale_of([1, 2]), scale_of([1.5, 2]), scale_of([0.25])] == [1, 10, 100]


def test_the_list_of_tests_keeps_its_limits(wrong: SubmissionResult) -> None:
    tests = json.loads(list_of_tests(wrong.questions, "check {question}", 9000))
    assert [test["run"] for test in tests] == [f"check {q.id}" for q in wrong.questions]
    assert {test["timeout"] for test in tests} == {600}
    for test in tests:
        assert set(test) == {"name", "type", "run", "exit-code", "timeout", "points"}
        assert 0 < test["points"] <= 1000


def test_large_results_stay_below_a_megabyte(many) -> None:
    text = prairielearn(told(many(1500)))
    assert len(text.encode()) < 1_000_000
    assert len(json.loads(text)["tests"]) == 1500


def test_thresholds(wrong: SubmissionResult, unreadable: SubmissionResult) -> None:
    seen = told(wrong)
    assert statuses.is_enough(seen, None)
    assert statuses.is_enough(seen, seen.share)
    assert not statuses.is_enough(seen, seen.share + 0.01)
    assert not statuses.is_enough(told(unreadable), None)
