"""Show how well feedback tells the cause, as people have rated it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.authoring.ratings import RATINGS, Compared, Ratings, compare, read_ratings
from gradewright.authoring.validate import Checked
from gradewright.authoring.variants import variant_files
from gradewright.course.records import Assignment
from gradewright.phrases import say


def show_ratings(
    checked: Sequence[Checked], assignments: Sequence[Assignment], console: Console
) -> None:
    """Print the shares of each assignment, its classic mistakes, and which ratings are stale."""
    for assignment in assignments:
        ratings = read_ratings(assignment)
        mine = [entry for entry in checked if entry.assignment == assignment.slug]
        found = {_name(e): e.feedback for e in mine if e.feedback is not None}
        known = {file.name for file in variant_files(assignment, "wrong")}
        compared = compare(ratings, found, known)
        console.print(_shares(assignment.slug, ratings, compared))
        if ratings.mistakes:
            console.print(_mistakes(ratings))
        if compared.gone:
            names = ", ".join(compared.gone)
            console.print(Text(say("validate.ratings_gone", names=names)), soft_wrap=True)
        for key, entries in (("stale", compared.stale), ("unrated", compared.unrated)):
            _show_entries(say(f"validate.ratings_{key}"), entries, ratings, console)


def _name(entry: Checked) -> str:
    return entry.case.name.removeprefix("wrong/")


def _shares(slug: str, ratings: Ratings, compared: Compared) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", title=slug, title_justify="left")
    for column in ("rated", *RATINGS, "stale", "unrated"):
        table.add_column(say(f"validate.head_{column}"), justify="right")
    counts = (f"{ratings.counts[r]} ({ratings.share(r):.0%})" for r in RATINGS)
    other = (str(len(compared.stale)), str(len(compared.unrated)))
    table.add_row(str(len(ratings.rated)), *counts, *other)
    return table


def _mistakes(ratings: Ratings) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("validate.head_number"), justify="right")
    table.add_column(say("validate.head_mistake"), overflow="fold")
    table.add_column(say("validate.head_told"))
    table.add_column(say("validate.head_variants"), overflow="fold")
    for number, text in ratings.mistakes.items():
        found = ratings.of_mistake(number)
        # The worst of them: all that make the mistake have to be told its cause.
        worst = max(found.values(), key=RATINGS.index, default=None)
        told = say(f"validate.head_{worst}") if worst else say("validate.no_variant")
        table.add_row(str(number), Text(text), told, Text(", ".join(found)))
    return table


def _show_entries(
    head: str, entries: Mapping[str, tuple[str, ...]], ratings: Ratings, console: Console
) -> None:
    """Print entries as they are to stand in the file, once they are rated."""
    if entries:
        console.print(Text(head))
    for name, said in entries.items():
        known = ratings.rated.get(name)
        lines = [f"[wrong.{json.dumps(name)}]", 'rating = ""']
        lines += [f"mistakes = {list(known.mistakes)}"] if known and known.mistakes else []
        lines += ["said = [", *(f"    {json.dumps(s, ensure_ascii=False)}," for s in said), "]", ""]
        console.print(Text("\n".join(lines)), soft_wrap=True)
