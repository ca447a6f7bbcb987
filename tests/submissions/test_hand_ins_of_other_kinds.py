"""What is no notebook gets advice; a notebook or a script under an odd name is graded."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gradewright.course.records import Assignment
from gradewright.errors import UnreadableError
from gradewright.submissions import tree, unpack
from gradewright.submissions.archive import open_archive
from gradewright.submissions.disk import folder_tree
from gradewright.submissions.read import read
from gradewright.submissions.records import Found, Submission
from gradewright.submissions.unpack import zip_tree

Lay = Callable[[Path, Mapping[str, bytes]], Path]
ReadPath = Callable[..., Submission]
MakeZip = Callable[..., bytes]


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("link.txt", b"my work: https://colab.research.google.com/drive/7", "only a link"),
        ("Colab.url", b"[InternetShortcut]\nURL=https://x.y/z\n", "only a link"),
        ("onlinetext.html", b"<p>I could not upload it, sorry</p>", "typed online"),
        ("plot.png", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("photo.HEIC", b"\0\0\0\x18ftypheic", "a picture"),
        ("work.webarchive", b"bplist00\xd1", "browser has saved"),
        ("work.mhtml", b"From: <Saved by Blink>\n", "browser has saved"),
        ("work.md", b"---\njupytext:\n---\n```{code-cell}\nx = 1\n```\n", "jupytext --to ipynb"),
        ("work.qmd", b"```{python}\nx = 1\n```\n", "quarto convert"),
        ("work.Rmd", b"```{python, echo=FALSE}\nx = 1\n```\n", "quarto convert"),
        ("work.md", b"# Answer\n\n```python\nx = 1\n```\n", "Markdown"),
        (
            "notes.txt",
            b"This week the exercise was far too long for me, and so I gave up.",
            "without a program",
        ),
        ("work.docx", b"PK", "word processor"),
        ("work.pdf", b"scan", "PDF"),
        ("work.ipynb.crdownload", b'{"cells": [{"cell_type": ', "breaks off"),
        ("work", b"", "is empty"),
    ],
)
def test_advice(
    alone: bool, name: str, content: bytes, words: str, tmp_path: Path, read_path: ReadPath
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableError, match=words):
        read_path(tmp_path / name if alone else tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "work.ipynb (1)",
        "work.ipynb(2)",
        "work.ipynb.part",
        "work.ipynb~",
        "work.txt",
        "work",
        "w.pyn",
    ],
)
@pytest.mark.parametrize("notebook", [False, True])
def test_work_under_an_odd_name_is_graded_with_a_note(
    name: str,
    notebook: bool,
    tmp_path: Path,
    read_path: ReadPath,
    solved: bytes,
    solved_notebook: bytes,
) -> None:
    if not notebook and ".ipynb" in name:
        name = name.replace(".ipynb", ".py")
    (tmp_path / name).write_bytes(solved_notebook if notebook else solved)
    submission = read_path(tmp_path)
    assert submission.main == name
    assert "sigmoid" in submission.cells[0].source
    assert name in submission.notes[0]


ENVIRONMENT = {f"{{}}/lib/python3.12/site-packages/p/m{n}.py": b"" for n in range(40)}


@pytest.mark.parametrize("folder", [".venv", "venv", "env", "my environment"])
@pytest.mark.parametrize("marked", [False, True])
def test_environments_are_neither_read_nor_counted(
    folder: str,
    marked: bool,
    tmp_path: Path,
    lay: Lay,
    make_zip: MakeZip,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {name.format(folder): content for name, content in ENVIRONMENT.items()}
    files |= {f"{folder}/bin/activate_this.py": b"", "work.py": b"x", "env_tools.py": b"y"}
    files |= {"node_modules/a/b.js": b"", "src/__pycache__/w.pyc": b"", ".git/objects/1": b""}
    if marked:
        files[f"{folder}/pyvenv.cfg"] = b""
    monkeypatch.setattr(unpack, "MOST_ENTRIES", 10)
    assert set(zip_tree(make_zip(files), "mia.zip").entries) == {"work.py", "env_tools.py"}
    root = lay(tmp_path / "mia", files)
    assert set(folder_tree(root).entries) == {"work.py", "env_tools.py"}


def test_a_folder_that_is_only_called_env_is_work(tmp_path: Path, lay: Lay) -> None:
    root = lay(tmp_path / "mia", {"env/maze.py": b"", "work.py": b""})
    assert set(folder_tree(root).entries) == {"env/maze.py", "work.py"}


def test_the_nearest_modules_are_kept_first(
    tmp_path: Path, lay: Lay, read_path: ReadPath, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradewright.submissions.read.MOST_MODULES", 3)
    files = {f"aaa/{n}.py": b"" for n in range(5)}
    files |= {"hw/work.ipynb": b'{"cells": [{"source": "x"}], "nbformat": 4}', "hw/zz.py": b""}
    files |= {"hw/deep/zz.py": b"", "hw/data.csv": b""}
    assert list(read_path(lay(tmp_path, files)).modules) == [
        "hw/zz.py",
        "hw/deep/zz.py",
        "aaa/0.py",
    ]


def test_a_large_archive_is_looked_into_where_it_lies(
    tmp_path: Path,
    read_path: ReadPath,
    make_zip: MakeZip,
    make_assignment: Callable[..., Assignment],
) -> None:

    packages = {f".venv/{n}.bin": os.urandom(400_000) for n in range(4)}
    (tmp_path / "mia.zip").write_bytes(make_zip({"work.py": b"x = 1", **packages}))
    submission = read_path(tmp_path / "mia.zip", make_assignment(megabytes=1))
    assert (submission.main, submission.modules) == ("work.py", {})


def test_a_part_of_an_archive(tmp_path: Path, make_zip: MakeZip, logistic: Assignment) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(make_zip({"c/mia/hw.py": b"x = 1", "c/mia/t.py": b"", "c/jan.py": b"y = 2"}))
    mia = read(Found("mia", logistic.slug, path, inner="c/mia"), logistic)
    assert (mia.main, list(mia.modules)) == ("hw.py", ["t.py"])
    jan = read(Found("jan", logistic.slug, path, inner="c/jan.py"), logistic)
    assert jan.content == b"y = 2"
    with pytest.raises(UnreadableError, match="not in the archive"):
        open_archive(path).entry("c/ida.py")


def test_a_changed_archive_is_listed_anew(tmp_path: Path, make_zip: MakeZip) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(make_zip({"mia.py": b""}))
    assert set(open_archive(path).children[""]) == {"mia.py"}
    path.write_bytes(make_zip({"mia.py": b"", "jan.py": b""}))
    assert set(open_archive(path).children[""]) == {"mia.py", "jan.py"}


def test_an_archive_of_a_class_is_opened_under_caps(
    tmp_path: Path, make_zip: MakeZip, monkeypatch: pytest.MonkeyPatch, logistic: Assignment
) -> None:
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(make_zip({f"s{n}/a.py": bytes(20 * 10**6) for n in range(3)}))
    with pytest.raises(UnreadableError, match="times its size"):
        open_archive(bomb)
    many = tmp_path / "many.zip"
    many.write_bytes(make_zip({f"mia/{n}.py": b"" for n in range(12)}))
    monkeypatch.setattr("gradewright.submissions.archive.MOST_ENTRIES", 10)
    with pytest.raises(UnreadableError, match="more than 10 files"):
        read(Found("mia", logistic.slug, many, inner="mia"), logistic)
    assert tree.MOST_ENTRIES > 10
