"""results.json: layout, schema, streaming."""

from __future__ import annotations

import dataclasses
import gc
import json
import tracemalloc
from pathlib import Path

import jsonschema
import pytest

from gradewright import results
from gradewright.reports import schema
from gradewright.reports.json_report import write_results
from gradewright.results import Results, head, to_json

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def validator():
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


def test_the_file_is_byte_for_byte_what_to_json_gives(made_up, run, tmp_path):
    for chosen in (made_up, made_up[:1], ()):
        write_results(run, chosen, tmp_path / "results.json")
        assert (tmp_path / "results.json").read_text("utf-8") == to_json(Results(run, chosen))


def test_it_agrees_with_the_golden_file(submission, run, tmp_path):
    chosen = [
        submission("emma.schmidt", "planar_network"),
        submission("li.wei", "planar_network"),
        submission("farid.haddad", "planar_network"),
    ]
    write_results(run, chosen, tmp_path / "results.json")
    written = (tmp_path / "results.json").read_text("utf-8")
    assert written == (GOLDEN / "results.json").read_text("utf-8")


def test_the_made_up_class_obeys_the_schema(made_up, run, tmp_path, validator):
    write_results(run, made_up, tmp_path / "results.json")
    document = json.loads((tmp_path / "results.json").read_text("utf-8"))
    validator.validate(document)
    assert len(document["submissions"]) == 24


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("schema",), "gradewright/results/v2"),
        (("created",), "yesterday"),
        (("extra",), 1),
        (("submissions", 0, "status"), "late"),
        (("submissions", 0, "digest"), "md5:00"),
        (("submissions", 0, "score"), "10"),
        (("submissions", 0, "questions", 0, "tests", 0, "visibility"), "secret"),
        (("submissions", 0, "questions", 0, "tests", 0, "extra"), None),
        (("environment", "device", "kind"), "abacus"),
    ],
)
def test_the_schema_refuses_what_is_not_its_format(made_up, run, validator, at, value):
    document = json.loads(to_json(Results(run, made_up[:1])))
    assert validator.is_valid(document)
    inner = document
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = value
    assert not validator.is_valid(document)


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (results.SubmissionResult, "submission"),
        (results.QuestionResult, "question"),
        (results.TestResult, "test"),
        (results.Failure, "failure"),
        (results.CodeLine, "code_line"),
        (results.CodeExcerpt, "code_excerpt"),
        (results.Isolation, "isolation"),
        (results.Measurement, "measurement"),
        (results.Picture, "picture"),
        (results.Plot, "plot"),
        (results.Series, "series"),
        (results.Matrix, "matrix"),
        (results.Images, "images"),
        (results.ImageGrid, "image_grid"),
        (results.LeftOut, "left_out"),
        (results.Environment, "environment"),
        (results.Device, "device"),
    ],
)
def test_the_schema_has_the_keys_of_the_records_and_says_what_each_is(record, name):
    described = schema()["$defs"][name]
    fields = [field.name for field in dataclasses.fields(record)]
    assert list(described["properties"]) == described["required"] == fields
    assert described["additionalProperties"] is False
    for key, value in described["properties"].items():
        assert value.get("description") or "$ref" in value, key


def test_the_head_has_the_keys_of_the_schema(run):
    assert [*head(run), "submissions"] == schema()["required"]


def test_lone_surrogates_give_valid_utf8_and_come_back(submission, run, tmp_path):
    odd = dataclasses.replace(submission("anna.kovalenko", "planar_network"), student="a\ud800\0b")
    write_results(run, [odd], tmp_path / "results.json")
    document = json.loads((tmp_path / "results.json").read_bytes().decode("utf-8"))
    assert document["submissions"][0]["student"] == "a\ud800\0b"


def test_nan_is_refused_and_leaves_the_old_file_alone(submission, run, tmp_path):
    path = tmp_path / "results.json"
    path.write_text("old")
    bad = dataclasses.replace(submission("anna.kovalenko", "planar_network"), score=float("nan"))
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_results(run, [bad], path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["results.json"]


def test_memory_does_not_grow_with_the_class(submission, run, tmp_path):
    one = submission("bohdan.tkachenko", "logistic_regression")

    def submissions(count):
        for _ in range(count):
            gc.collect()  # the encoder leaves cycles behind, which are not what is measured
            yield one

    def peak(count):
        tracemalloc.start()
        write_results(run, submissions(count), tmp_path / "results.json")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    gc.collect()
    gc.freeze()
    try:
        assert peak(80) < 1.2 * peak(10)
    finally:
        gc.unfreeze()
