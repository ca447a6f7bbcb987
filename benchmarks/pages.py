"""How long the class page takes in headless Chromium, from the request to the first paint.

    python benchmarks/pages.py grading/index.html

speaks with the browser over a pair of pipes and prints the median of some rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

_SWITCHES = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --remote-debugging-pipe"
)
_TIMES = """(() => {
  const load = performance.getEntriesByType('navigation')[0].loadEventEnd;
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return load && paint ? [load, paint.startTime] : null;
})()"""
_PATIENCE_SECONDS = 60.0


class Browser:
    """Headless Chromium, spoken to in messages of JSON that end with a zero byte."""

    def __init__(self, profile: Path) -> None:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        if found is None:
            sys.exit("Chromium was not found on PATH.")
        theirs_in, self._in = os.pipe()
        self._out, theirs_out = os.pipe()
        # It reads from descriptor 3 and writes to 4.
        pipes = f"3<&{theirs_in} 4>&{theirs_out}"
        words = ["bash", "-c", f"exec {found} {_SWITCHES} --user-data-dir={profile} {pipes}"]
        keep, silent = (theirs_in, theirs_out), subprocess.DEVNULL
        self.process = subprocess.Popen(words, pass_fds=keep, stdout=silent, stderr=silent)
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._rest = 0, b""

    def ask(self, method: str, session: str = "", **values: Any) -> Any:
        """Return what the browser answers."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        if session:
            message["sessionId"] = session
        os.write(self._in, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                return answer["result"]

    def open(self, address: str) -> tuple[float, float]:
        """Return after how many milliseconds a page was loaded and first painted."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.navigate", session, url=address)
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            found = self.ask("Runtime.evaluate", session, expression=_TIMES, returnByValue=True)
            if found["result"].get("value"):
                self.ask("Target.closeTarget", targetId=target)
                load, paint = found["result"]["value"]
                return load, paint
            time.sleep(0.05)
        sys.exit("The page was not painted in a minute.")

    def close(self) -> None:
        """End it."""
        self.ask("Browser.close")
        self.process.wait(30)

    def _next(self) -> Any:
        while b"\0" not in self._rest:
            data = os.read(self._out, 1 << 20)
            if not data:
                sys.exit("Chromium ended by itself.")
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)


def main() -> None:
    """Open the page some times and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    address = arguments.page.resolve().as_uri()
    with tempfile.TemporaryDirectory() as name:
        browser = Browser(Path(name))
        found = [browser.open(address) for _ in range(arguments.rounds)]
        browser.close()
    for number, what in enumerate(("loaded", "first painted")):
        times = [each[number] for each in found]
        print(f"{what}: median {median(times):.0f} ms, {min(times):.0f} to {max(times):.0f}")


if __name__ == "__main__":
    main()
