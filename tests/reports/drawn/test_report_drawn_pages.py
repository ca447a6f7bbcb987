"""Pages with pictures and measurements: whole, harmless, small, and nothing hidden on them."""

from __future__ import annotations

import dataclasses
import json
import re
import statistics
import time
from pathlib import Path

import jsonschema
import pytest

from gradewright.reports import class_page, schema, student_page
from gradewright.reports.json_report import write_results
from gradewright.reports.site import Site
from gradewright.results import ImageGrid, Images, Results, to_json

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "</script><img src=x onerror=document.title='hacked'>",
    "\"><svg onload=alert(1)>' onmouseover='alert(1)",
    "</title></desc></style><script>alert(1)</script>",
    "\x1b[31mred\x1b[0m user\u202egnp.exe lone \ud800 nul\x00",
    "url(#x) {{ 7 * 7 }} `</code><iframe>` <!-- ]]> &lt;b&gt;",
]


@pytest.fixture
def page(drawn_run):
    def render(result):
        return student_page.render(result, drawn_run, notebook_href=None, class_href="")

    return render


def _without_images(html):
    return re.sub(r'data:image/png;base64,[^"]*', "", html)


def test_what_the_page_says_is_what_the_golden_file_says(small, page, outline):
    text = "\n".join(outline(page(small)).text) + "\n"
    assert text == (GOLDEN / "student.txt").read_text("utf-8")


def test_the_record_is_the_golden_one_and_obeys_the_schema(small, drawn_run, tmp_path):
    write_results(drawn_run, [small], tmp_path / "results.json")
    written = (tmp_path / "results.json").read_text("utf-8")
    assert written == (GOLDEN / "results.json").read_text("utf-8")
    jsonschema.Draft202012Validator(schema()).validate(json.loads(written))


def test_the_class_obeys_the_schema(drawn_class, drawn_run):
    document = json.loads(to_json(Results(drawn_run, drawn_class)))
    jsonschema.Draft202012Validator(schema()).validate(document)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("measurements", 0, "kind"), "speed"),
        (("measurements", 0, "earned"), 1.5),
        (("measurements", 0, "scale", 0), [1.0]),
        (("pictures", 0, "plot", "series", 0, "whose"), "nobody"),
        (("pictures", 0, "plot", "series", 0, "ys", 0), "high"),
        (("pictures", 1, "matrix", "counts", 0, 0), 0.5),
        (("pictures", 2, "images", "grids", 0, "cell"), [8]),
        (("pictures", 2, "extra"), 1),
    ],
)
def test_the_schema_refuses_what_is_not_its_format(small, drawn_run, at, value):
    document = json.loads(to_json(Results(drawn_run, (small,))))
    inner = document["submissions"][0]
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = value
    assert not jsonschema.Draft202012Validator(schema()).is_valid(document)


def test_every_page_of_the_class_is_harmless_and_small(drawn_class, page, assert_harmless):
    for result in drawn_class:
        html = page(result)
        assert_harmless(html)
        assert len(_without_images(html).encode()) < 150_000


def test_rendering_is_deterministic_and_quick(drawn_class, page):
    first = [page(result) for result in drawn_class[:4]]
    times = []
    for result, before in zip(drawn_class[:4], first, strict=True):
        start = time.perf_counter()
        assert page(result) == before
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < 0.5  # about 50 ms on a quiet machine


def test_ids_are_unique_marks_are_defined_and_names_lead_somewhere(drawn, page, outline):
    html = page(drawn("student.h"))
    tags = outline(html).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
    for _, attributes in tags:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in ids
        if (attributes.get("href") or "").startswith("#"):
            assert attributes["href"][1:] in ids


def test_every_drawing_and_image_has_words(drawn, page, outline):
    tags = outline(page(drawn("student.h"))).tags
    for tag, attributes in tags:
        if tag == "img":
            assert attributes["alt"]
        if tag == "svg" and attributes.get("role") == "img":
            assert attributes.get("aria-label") or attributes.get("aria-labelledby")
        if tag == "svg" and "role" not in attributes:
            assert "aria-hidden" in attributes


def test_pictures_of_tests_that_are_not_visible_are_left_off(small, page):
    for visibility in ("hidden", "after_deadline"):
        pictures = tuple(dataclasses.replace(p, visibility=visibility) for p in small.pictures)
        assert "A caption." not in page(dataclasses.replace(small, pictures=pictures))
        question = small.questions[0]
        tests = tuple(dataclasses.replace(t, visibility=visibility) for t in question.tests)
        hidden = dataclasses.replace(question, tests=tests)
        html = page(dataclasses.replace(small, questions=(hidden,)))
        assert "A caption." not in html
        assert "85.2" not in html
        assert "Accuracy on 2,000 test images" in html


def test_a_picture_of_an_unknown_test_is_left_off(small, page):
    pictures = tuple(dataclasses.replace(p, test="other") for p in small.pictures)
    assert "A caption." not in page(dataclasses.replace(small, pictures=pictures))


def test_a_file_that_is_no_image_is_replaced_by_words(small, page, outline):
    images = Images((ImageGrid("broken", "!", 1, 1, (8, 8)),))
    picture = dataclasses.replace(small.pictures[2], images=images)
    html = page(dataclasses.replace(small, pictures=(picture,)))
    assert "<img" not in html
    assert any("can be read" in text and "PNG" in text for text in outline(html).text)


def test_more_pictures_than_there_is_room_for_are_counted(small, page, outline):
    many = dataclasses.replace(small, pictures=small.pictures[:1] * 11)
    html = page(many)
    assert html.count("<figure") == 8
    assert "3 more pictures are left out here." in outline(html).text


def test_a_page_without_pictures_carries_nothing_for_them(small, page):
    plain = page(dataclasses.replace(small, pictures=(), measurements=()))
    assert "--c0" not in plain
    assert "<marker" not in plain


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_picture_or_measurement_acts(
    small, drawn_run, page, poisoned, assert_harmless, text
):
    bad = poisoned(small, text)
    html = page(bad)
    assert '<table class="matrix">' in html
    assert 'class="plot"' in html
    assert 'class="strip-row"' in html
    assert_harmless(html)
    rows = [class_page.class_row(bad, "students/a/b.html")]
    assert_harmless(class_page.render(drawn_run, rows), scripts=1)


def test_a_shortfall_is_called_in_part_and_faults_come_first(small, page, outline):
    text = outline(page(small)).text
    assert "in part" in text
    assert text[text.index("Fix this first") + 1] == "Training: Reaches the accuracy"
    question = small.questions[0]
    broken = dataclasses.replace(question.tests[2], status="failed", score=0.0, message="Wrong.")
    changed = dataclasses.replace(question, tests=(*question.tests[:2], broken))
    text = outline(page(dataclasses.replace(small, questions=(changed,)))).text
    assert text[text.index("Fix this first") + 1] == "Training: Learns a batch"


def test_the_class_page_has_the_distributions(drawn_class, drawn_run, assert_harmless):
    rows = [class_page.class_row(result, "students/a/b.html") for result in drawn_class]
    found = assert_harmless(class_page.render(drawn_run, rows), scripts=1)
    assert found.text.count("Times the reference") == 2
    assert "Step time of your network" in found.text
    assert "measurements.csv" in found.text
    bare = [dataclasses.replace(row, measurements=()) for row in rows]
    text = assert_harmless(class_page.render(drawn_run, bare), scripts=1).text
    assert "Measurements" not in text
    assert "measurements.csv" not in text


def test_the_folder_has_the_file_of_measurements(drawn, drawn_run, tmp_path):
    site = Site(tmp_path, drawn_run)
    site.add(drawn("student.a"))
    site.finish()
    assert len((tmp_path / "measurements.csv").read_text("utf-8").splitlines()) == 3


def _tones(css, dark):
    """Return the colours that a style sheet names for one of the two themes."""
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    text = rest.partition("@media")[0] if dark else light
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})\b", text))


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_every_tone_stands_out_from_the_card(dark):
    templates = Path(student_page.__file__).parent / "templates"
    card = _tones((templates / "base.css").read_text("utf-8"), dark)["card"]
    tones = _tones((templates / "pictures.css").read_text("utf-8"), dark)
    drawn = {name: tone for name, tone in tones.items() if re.fullmatch(r"[cr]\d", name)}
    assert len(drawn) == 13
    assert {name for name, tone in drawn.items() if _contrast(tone, card) < 3} == set()
    for name in ("y3", "n3"):
        assert _contrast(tones[f"{name}-text"], tones[name]) >= 4.5
