"""A clean install: the wheel alone, outside the checkout, grades, validates and generates.

Without the extra for grading it is light, and says what to install for more.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from gradewright import cli

SLUG = "logistic_regression"
COURSE = ("assignments", "graders", "reference", "student_template")
PACKAGE = "runner/gradewright"

Command = Callable[..., subprocess.CompletedProcess[str]]


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def pip() -> list[str]:
    """Return how pip is called: this environment's own, or that of the Python it was made with."""
    for python in (sys.executable, str(Path(sys.base_prefix) / "bin" / "python3")):
        if run(python, "-m", "pip", "--version", cwd=Path.cwd()).returncode == 0:
            return [python, "-m", "pip"]
    pytest.fail("no pip: `python -m ensurepip` brings it")


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the files that git knows, so that nothing of an older build helps."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in tracked(repository, PACKAGE, "pyproject.toml", "README.md", "LICENSE"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(repository / name, source / name)
    done = run(*pip(), "wheel", "--quiet", "--no-deps", "--wheel-dir", out, source, cwd=out)
    assert done.returncode == 0, done.stderr
    (built,) = out.glob("*.whl")
    return built


def tracked(repository: Path, *under: str) -> list[str]:
    done = run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard", *under, cwd=repository
    )
    assert done.returncode == 0, done.stderr
    return [name for name in done.stdout.splitlines() if (repository / name).is_file()]


def environment(wheel: Path, home: Path) -> Path:
    """Make an environment that has the wheel and nothing else; return where its packages lie."""
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    done = run(
        *pip(),
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=home,
    )
    assert done.returncode == 0, done.stderr
    return packages


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Install the wheel into a new environment; what it depends on is read where it lies here."""
    home = tmp_path_factory.mktemp("environment")
    packages = environment(wheel, home)
    # Folders named in such a file are searched, and the .pth files in them are not read: what this
    # checkout put there to be found itself has no effect.
    theirs = [path for path in sys.path if Path(path).name == "site-packages"]
    (packages / "dependencies.pth").write_text("\n".join(theirs) + "\n", encoding="utf-8")

    def command(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        return run(home / "bin" / words[0], *words[1:], cwd=cwd)

    where = command("python", "-c", "import gradewright; print(gradewright.__file__)", cwd=home)
    assert Path(where.stdout.strip()).is_relative_to(packages), where
    return command


@pytest.fixture(scope="module")
def light(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Install the wheel with what it cannot do without, and pytest."""
    home = tmp_path_factory.mktemp("light")
    packages = environment(wheel, home)
    names, seen = ["numpy", "pytest"], set()
    while names:
        name = names.pop()
        if name in seen:
            continue
        seen.add(name)
        found = metadata.distribution(name)
        names += [re.split(r"[^\w-]", n)[0] for n in found.requires or () if ";" not in n]
        for top in {file.parts[0] for file in found.files or ()} - {".."}:
            link = packages / top
            if not link.exists():
                link.symlink_to(Path(str(found.locate_file(top))))

    def command(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        return run(home / "bin" / words[0], *words[1:], cwd=cwd)

    return command


@pytest.fixture(scope="module")
def course(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the course with one assignment to a place of its own."""
    root = tmp_path_factory.mktemp("course")
    shutil.copyfile(repository / "course.toml", root / "course.toml")
    for part in COURSE:
        shutil.copytree(repository / part / SLUG, root / part / SLUG)
    return root


@pytest.mark.slow
def test_every_file_of_the_package_is_in_the_wheel(wheel: Path, repository: Path) -> None:
    files = tracked(repository, PACKAGE)
    assert sum(not name.endswith(".py") for name in files) > 20
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    missing = [name for name in files if name.removeprefix("runner/") not in packed]
    assert missing == []


@pytest.mark.slow
def test_it_grades(installed: Command, course: Path, tmp_path: Path) -> None:
    work = tmp_path / "amara.py"
    shutil.copyfile(course / "reference" / SLUG / f"{SLUG}.py", work)
    words = ["grade", work, "--assignment", SLUG, "--course", course, "--out", tmp_path / "out"]
    done = installed("gradewright", *words, "--seed", "11", "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    (entry,) = document["submissions"]
    assert entry["status"] == "graded", entry["message"]
    assert entry["score"] == pytest.approx(entry["max_score"])
    assert entry["max_score"] > 0
    assert (tmp_path / "out" / "students" / "amara" / f"{SLUG}.html").is_file()


@pytest.mark.slow
def test_it_validates(installed: Command, course: Path, tmp_path: Path) -> None:
    words = ["validate", SLUG, "--course", course, "--sample", "2", "--seed", "11", "--jobs", "1"]
    done = installed("gradewright", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_it_writes_a_new_assignment(installed: Command, tmp_path: Path) -> None:
    shutil.copyfile(Path(__file__).resolve().parents[2] / "course.toml", tmp_path / "course.toml")
    for like in ("numpy", "keras"):
        done = installed("gradewright", "new", f"demo_{like}", "--like", like, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / f"graders/demo_{like}/visible").is_dir()


@pytest.mark.slow
def test_it_generates(installed: Command, course: Path, tmp_path: Path) -> None:
    template = course / "student_template" / SLUG
    before = {path.name: path.read_bytes() for path in template.iterdir() if path.is_file()}
    assert before
    shutil.rmtree(template)
    done = installed("gradewright", "generate", SLUG, "--course", course, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    after = {path.name: path.read_bytes() for path in template.iterdir() if path.is_file()}
    assert after == before


@pytest.mark.slow
def test_it_releases_and_the_light_one_checks(
    installed: Command, light: Command, course: Path, tmp_path: Path
) -> None:
    words = ["release", SLUG, "--course", course, "--out", tmp_path]
    done = installed("gradewright", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    checked = light("gradewright", "check", cwd=tmp_path / SLUG)
    assert (checked.returncode, checked.stderr) == (1, "")
    said = {line.partition(" ")[0] for line in checked.stdout.splitlines()}
    assert {"TODO", "HIDDEN"} <= said
    assert not said & {"PASS", "FAIL"}


@pytest.mark.slow
def test_without_the_extra_it_says_what_to_install(light: Command, tmp_path: Path) -> None:
    helped = light("gradewright", "--help", cwd=tmp_path)
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "release" in helped.stdout
    for words in (["grade", "work.py"], ["release"], ["doctor"]):
        done = light("gradewright", *words, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert f"`gradewright {words[0]}` needs packages" in line
        assert "pip install 'gradewright[grading]'" in line


@pytest.mark.slow
def test_the_plugin_is_silent_and_light_where_only_pytest_is(
    light: Command, tmp_path: Path
) -> None:
    heavy = "'numpy', 'gradewright.graders', 'gradewright.phrases'"
    (tmp_path / "test_theirs.py").write_text(
        f"import sys\ndef test_it(): assert not {{{heavy}}} & set(sys.modules)\n", encoding="utf-8"
    )
    words = ["-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]
    done = light("python", *words, cwd=tmp_path)
    without = light("python", *words, "-p", "no:gradewright", cwd=tmp_path)
    assert (done.returncode, without.returncode) == (0, 0), done.stdout
    assert done.stderr == without.stderr == ""
    same = [re.sub(r"[\d.]+s", "", text) for text in (done.stdout, without.stdout)]
    assert same[0] == same[1]


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from gradewright import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "names = {'numpy', 'gradewright.phrases', *cli._GRADING} & set(sys.modules)\n"
        "sys.exit(' '.join(names) or 0)"
    )
    done = run(sys.executable, "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_what_grading_needs_is_looked_for(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    named = {re.split(r"[<>=]", text)[0] for text in project["optional-dependencies"]["grading"]}
    called = {"scikit-learn": "sklearn", "pillow": "PIL"}
    assert {called.get(name, name) for name in named} == set(cli._GRADING)
    assert [re.split(r"[<>=]", text)[0] for text in project["dependencies"]] == ["numpy"]
    for extra in ("all", "dev"):
        assert any("[grading" in text for text in project["optional-dependencies"][extra])
