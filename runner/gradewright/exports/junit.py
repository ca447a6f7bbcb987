"""A result as JUnit XML (xunit2), as GitLab, Jenkins and others read it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from gradewright.exports.told import Told, ToldQuestion, ToldTest
from gradewright.phrases import say
from gradewright.words.printable import clean

# GitLab shows a picture, or a link, where a text says so.
_ATTACHMENT = re.compile(r"\[\[(?=ATTACHMENT\|)")


def junit(told: Told) -> str:
    """Return the document; a question is a class, and every name is there once.

    A submission that could not be read is one test with an error; it says why.
    """
    cases = list(_cases(told))
    if told.status != "graded":
        cases = [_no_score(told)]
    wrong = sum(test.verdict == "wrong" for test in told.tests) if told.status == "graded" else 0
    waiting = sum(test.verdict == "waits" for test in told.tests)
    counts = (
        f'tests="{len(cases)}" failures="{wrong}" '
        f'errors="{int(told.status != "graded")}" skipped="{waiting}"'
    )
    seconds = f"{told.seconds:.3f}"
    head = f'<testsuite name={_attribute(told.title)} {counts} time="{seconds}">'
    start = '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>'
    return "\n".join([start, head, *cases, "</testsuite>\n</testsuites>\n"])


def _cases(told: Told) -> Iterator[str]:
    seen: Counter[tuple[str, str]] = Counter()
    for question in told.questions:
        for test in question.tests:
            name = test.title
            while seen[question.id, name]:
                seen[question.id, test.title] += 1
                name = f"{test.title} ({seen[question.id, test.title]})"
            seen[question.id, name] += 1
            yield _case(question, test, name, _file(told, test))


def _case(question: ToldQuestion, test: ToldTest, name: str, file: str) -> str:
    attributes = (
        f"classname={_attribute(question.id)} name={_attribute(name)} "
        f'file={_attribute(file)} time="{test.seconds:.3f}"'
    )
    if test.verdict == "passed":
        return f"<testcase {attributes}/>"
    text = _text("\n".join(test.lines))
    if test.verdict == "waits":
        return f"<testcase {attributes}><skipped message={_attribute(test.problem)}/></testcase>"
    message = _attribute(test.problem[:200])
    failure = f'<failure message={message} type="wrong">{text}</failure>'
    return f"<testcase {attributes}>{failure}</testcase>"


def _no_score(told: Told) -> str:
    name = _attribute(say(f"exports.heading_{told.status}", title=told.title))
    file = _attribute(told.files[0] if told.files else "")
    attributes = f'classname={_attribute(told.assignment)} name={name} file={file} time="0.000"'
    kind, message = _attribute(told.status), _attribute(told.message[:200])
    error = f"<error message={message} type={kind}>{_text(told.message)}</error>"
    return f"<testcase {attributes}>{error}</testcase>"


def _file(told: Told, test: ToldTest) -> str:
    """Return the file that a test is about: that of the line to look at, or the graded one."""
    if test.place is not None:
        return test.place.path
    return told.files[0] if told.files else ""


def _text(text: str) -> str:
    return escape(_ATTACHMENT.sub("[\u2060[", clean(text)))


def _attribute(text: str) -> str:
    return quoteattr(_ATTACHMENT.sub("[\u2060[", clean(text)))
