"""A process that writes into a gradebook until it is killed; what was kept, it says in a file."""

from __future__ import annotations

import os
from typing import Any

from gradewright.gradebook.ledger import About, append
from gradewright.gradebook.recording import Arrival, record
from gradewright.gradebook.store import open_gradebook


def write_on(url: str, results: list[list[Any]], name: str, told: str) -> None:
    """Write batches of results and an entry for each, telling each once it is kept."""
    book = open_gradebook(url)
    kept = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number, batch in enumerate(results):
        with book.writing() as connection:
            record(connection, "Tiny", [Arrival(each) for each in batch])
            # Where the same process began anew, its entries are others.
            words = f"{name} {number} {os.getpid()}"
            append(connection, "note", About(1), {"text": words}, name, "because")
        os.write(kept, f"{number} {words}\n".encode())
    os.write(kept, b"done\n")
    book.close()
