"""An unpacked release works where there is nothing but Python, NumPy and what it is about."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from gradewright.authoring.release.contents import release_of
from gradewright.authoring.release.writing import write_release
from gradewright.authoring.source import read_source
from gradewright.course.reader import find_assignment, read_course

ROOT = Path(__file__).resolve().parents[2]
COURSE = read_course(ROOT)
LIGHT = [a.slug for a in COURSE.assignments if set(a.load.imports) <= {"numpy"}]
HEAVY = [a.slug for a in COURSE.assignments if a.slug not in LIGHT]
# Checks the file that is named, and tells what came of each test; kept apart from the terminal's
# words, which change more often than what is found.
DRIVER = """\
import json, sys
from pathlib import Path
sys.path.insert(0, "check.pyz")
import gradewright_first as first
problem = first.ready()
if problem:
    sys.exit(problem)
for name in sys.argv[2:]:
    sys.modules[name] = None
from gradewright.selfcheck.checking import Checking
from gradewright.selfcheck.kit import read_kit
from gradewright.selfcheck.work import FileWork
import gradewright
kit = read_kit(first.held("kit.json"))
work = FileWork(kit, Path(sys.argv[1]))
found = [
    [f.check.question, f.status, f.words, f.failure.message if f.failure else ""]
    for f in Checking(kit).run(work, kit.chosen(()), 7)
]
print(json.dumps({"found": found, "from": gradewright.__file__}))
"""
# What only POSIX has, of what our own code could ask for.
POSIX = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")

Alone = Callable[..., subprocess.CompletedProcess[str]]


@cache
def archive_of(slug: str, out: Path) -> Path:
    return write_release(release_of(find_assignment(COURSE, slug)), out)[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder of a release as a student unpacks it."""
    made = tmp_path_factory.mktemp("made")

    def unpack(slug: str) -> Path:
        there = tmp_path_factory.mktemp("student")
        with zipfile.ZipFile(archive_of(slug, made)) as archive:
            archive.extractall(there)
        return there / slug

    return unpack


def environment(home: Path, *, numpy: bool = True) -> Path:
    """Make an environment without packages, or with NumPy alone; return its Python."""
    venv.create(home, with_pip=False)
    if numpy:
        packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
        found = metadata.distribution("numpy")
        for top in {file.parts[0] for file in found.files or ()} - {".."}:
            (packages / top).symlink_to(str(found.locate_file(top)))
    return home / "bin" / "python"


def run(python: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder of a student's, with nothing of this process's surroundings."""
    own = folder.parent / "home"
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(own), "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.run(
        [str(python), *words],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a Python that has NumPy and nothing else."""
    return environment(tmp_path_factory.mktemp("light"))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a Python that has the packages that are here, without gradewright."""
    home = tmp_path_factory.mktemp("full")
    python = environment(home, numpy=False)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    # What the folders' own .pth files name, such as this checkout, is not searched.
    theirs = [path for path in sys.path if Path(path).name == "site-packages"]
    (packages / "theirs.pth").write_text("\n".join(theirs) + "\n", encoding="utf-8")
    return python


def found_in(done: subprocess.CompletedProcess[str]) -> list[list[str]]:
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert str(ROOT) not in told["from"]
    found: list[list[str]] = told["found"]
    return found


def look(python: Path, folder: Path, slug: str, *words: str) -> None:
    """Check stub and reference in an unpacked release."""
    questions = {q.id for q in find_assignment(COURSE, slug).questions}
    stub = found_in(run(python, folder, "-c", DRIVER, ".", *words))
    assert {question for question, *_ in stub} == questions
    assert {status for _, status, *_ in stub} == {"todo"}, stub
    assert all(words for *_, words, _ in stub), stub
    shutil.copyfile(ROOT / "reference" / slug / f"{slug}.py", folder / f"{slug}.py")
    right = found_in(run(python, folder, "-c", DRIVER, ".", *words))
    assert [f for f in right if f[1] != "passed"] == []
    assert len(right) == len(stub)


@pytest.mark.slow
@pytest.mark.parametrize("slug", LIGHT)
def test_it_works_with_numpy_alone(slug: str, light: Path, unpacked: Callable[[str], Path]) -> None:
    look(light, unpacked(slug), slug)


@pytest.mark.slow
def test_it_speaks_at_a_terminal_and_in_python(
    light: Path, unpacked: Callable[[str], Path]
) -> None:
    folder = unpacked("activations")
    helped = run(light, folder, "check.pyz", "--help")
    assert (helped.returncode, helped.stderr) == (0, "")
    untouched = run(light, folder, "check.pyz")
    assert (untouched.returncode, untouched.stderr) == (1, "")
    said = [line.split()[:2] for line in untouched.stdout.splitlines() if line.strip()]
    questions = [q.id for q in find_assignment(COURSE, "activations").questions]
    assert list(dict.fromkeys(name for word, name in said if word == "TODO")) == questions
    assert not [line for line in said if line[0] in {"PASS", "FAIL"}]
    unknown = run(light, folder, "check.pyz", "nothing")
    assert unknown.returncode == 2
    shutil.copyfile(ROOT / "reference/activations/activations.py", folder / "activations.py")
    right = run(light, folder, "check.pyz")
    assert (right.returncode, right.stderr) == (0, "")
    assert "FAIL" not in right.stdout
    assert "TODO" not in right.stdout
    (folder.parent / "elsewhere").mkdir()
    code = (
        "import os, sys; sys.path.insert(0, 'check.pyz')\n"
        "from check import check\n"
        "os.chdir('../elsewhere')\n"
        "relu = lambda x: x * (x > 0)\n"
        "check('relu')\n"
    )
    called = run(light, folder, "-c", code)
    assert (called.returncode, called.stderr) == (0, "")
    words = [line.partition(" ")[0] for line in called.stdout.splitlines()]
    assert words[0] == "PASS"
    assert "TODO" in words


@pytest.mark.slow
@pytest.mark.xdist_group("notebook kernels")
def test_the_cells_of_the_notebook_turn_to_pass(
    unpacked: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A kernel's files belong to the test, and it speaks to nobody else.
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder, assignment = unpacked("activations"), find_assignment(COURSE, "activations")
    solved = {c.name: c.code for c in read_source(assignment).cells if c.kind == "question"}
    notebook = nbformat.read(folder / "activations.ipynb", as_version=4)
    *first, _last = solved
    again = [
        nbformat.v4.new_code_cell(solved.get(cell.id, cell.source))
        for cell in notebook.cells
        if cell.id.removeprefix("check-") in first
    ]
    where = nbformat.v4.new_code_cell("import gradewright; print(gradewright.__file__)")
    notebook.cells += [*again, where]
    NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        allow_errors=True,
        timeout=300,
    ).execute()
    told = [
        set(re.findall(r"^[A-Z]{4,}", cell.outputs[0].data["text/plain"], re.MULTILINE))
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.rstrip().endswith('")') and cell.outputs
    ]
    count = len(assignment.questions)
    assert told[:count] == [{"TODO", "HIDDEN"}] * count
    assert told[count:] == [{"PASS", "HIDDEN"}] * (count - 1)
    place = notebook.cells[-1].outputs[0].text
    assert place.startswith((str(folder / "check.pyz"), str(tmp_path / "cache")))


@pytest.mark.slow
def test_it_works_where_there_is_no_posix(light: Path, unpacked: Callable[[str], Path]) -> None:
    look(light, unpacked("planar_network"), "planar_network", *POSIX)


@pytest.mark.slow
@pytest.mark.parametrize("slug", HEAVY)
def test_it_works_with_what_it_is_about(
    slug: str, full: Path, unpacked: Callable[[str], Path]
) -> None:
    look(full, unpacked(slug), slug)


@pytest.mark.slow
def test_a_missing_package_is_told_with_what_to_do(
    light: Path, unpacked: Callable[[str], Path], tmp_path: Path
) -> None:
    bare = environment(tmp_path / "bare", numpy=False)
    cases = [(bare, "activations", "numpy"), (light, "svm_dual", "cvxpy")]
    cases += [(light, "vae", "keras tensorflow")]
    for python, slug, packages in cases:
        folder = unpacked(slug)
        done = run(python, folder, "check.pyz")
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert line.endswith(f"-m pip install {packages}")
        assert str(python) in line
        imported = run(python, folder, "-c", "import sys; sys.path += ['check.pyz']; import check")
        assert line in imported.stderr.splitlines()[-1]


@pytest.mark.slow
def test_an_old_python_is_told(unpacked: Callable[[str], Path]) -> None:
    folder = unpacked("activations")
    with zipfile.ZipFile(folder / "check.pyz") as archive:
        first = {name: archive.read(name).decode("ascii") for name in ("__main__.py", "check.py")}
    old = "import collections, sys; sys.version_info = (2, 7)\n"
    (folder / "old_main.py").write_text(old + first["__main__.py"], encoding="ascii")
    (folder / "old_check.py").write_text(old + first["check.py"], encoding="ascii")
    words = "needs Python 3.11 or newer, and this is Python 2.7"
    done = run(Path(sys.executable), folder, "-I", "old_main.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    imported = run(Path(sys.executable), folder, "-I", "old_check.py")
    assert words in imported.stderr.splitlines()[-1]
    for source in first.values():
        ast.parse(source, feature_version=(3, 4))
        assert "f'" not in source
        assert 'f"' not in source
    for other in ("python2.7", "python3.6", "python3.9"):
        there = shutil.which(other)
        if there and run(Path(there), folder, "-c", "import sys").returncode == 0:
            assert words.partition(" and ")[0] in run(Path(there), folder, "check.pyz").stderr


def compiled_in(folder: Path) -> list[Path]:
    return sorted((folder.parent / "home/.cache/gradewright").glob("check-*"))


@pytest.mark.slow
def test_compiled_modules_are_kept_for_the_next_time(
    light: Path, unpacked: Callable[[str], Path]
) -> None:
    folder = unpacked("activations")
    where = "import sys; sys.path.insert(0, 'check.pyz'); import gradewright_first as f"
    where += "; print(f.ready()); import gradewright.errors as e; print(e.__file__)"

    def place() -> str:
        done = run(light, folder, "-c", where)
        assert done.returncode == 0, done.stderr
        problem, file = done.stdout.splitlines()
        assert problem == ""
        return file

    if sys.platform != "linux":
        pytest.skip("looks for the folder where Linux has it")
    assert place().endswith(".pyc")
    (kept,) = compiled_in(folder)
    written = kept.stat().st_mtime_ns
    assert place().startswith(f"{kept}/")
    assert kept.stat().st_mtime_ns == written
    # What is damaged, or others may have written, is made anew.
    kept.write_bytes(kept.read_bytes()[:-30])
    assert place().startswith(f"{kept}/")
    assert zipfile.is_zipfile(kept)
    kept.chmod(0o666)
    assert place().startswith(f"{kept}/")
    assert not kept.stat().st_mode & 0o022
    # Where nothing can be kept, or others could put something else there, it works as well.
    kept.parent.chmod(0o777)
    assert place().startswith(str(folder / "check.pyz"))
    shutil.rmtree(folder.parent / "home")
    (folder.parent / "home").write_text("no folder", encoding="utf-8")
    assert place().startswith(str(folder / "check.pyz"))
