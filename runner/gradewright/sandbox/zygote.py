"""The judge's end of the zygote: starts it, asks it, opens sessions on it."""

from __future__ import annotations

import time
from typing import Any

from gradewright.errors import SandboxError
from gradewright.results import Isolation
from gradewright.sandbox import clock, frames
from gradewright.sandbox.base import Bundle
from gradewright.sandbox.launch import Launched, LevelName, Settings, launch
from gradewright.sandbox.session import ZygoteSession
from gradewright.wire import Caps, WireFault, decode, encode

_START_SECONDS = 180.0
_ANSWER_SECONDS = 30.0
_ANSWER_BYTES = 1_000_000
# SIGKILL for the process itself, or for the one that it waited for.
_KILLED = (-9, 128 + 9)
_ENDING = ("close", "release")


class ZygoteSandbox:
    """Forks every session from one process with the assignment's imports done.

    The first start finds the best level of isolation that really holds on this machine.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.caps = Caps(bytes=settings.limits.message_mb * 1_000_000)
        self.missing: tuple[str, ...] = ()
        self.refused: dict[str, str] = {}
        self._levels = settings.levels.best_first()
        self._launched: Launched | None = None
        self._was_killed = False
        self._isolation = Isolation()

    @property
    def isolation(self) -> Isolation:
        """Return the level and the protections that are on."""
        self.start()
        return self._isolation

    @property
    def level_name(self) -> LevelName:
        """Return the name of the level that sessions run at."""
        return self._zygote().level

    def start(self) -> None:
        """Start the zygote now, not at the first submission.

        Raises:
            SandboxError: it comes up at none of the levels that the settings allow.
        """
        self._zygote()

    def _zygote(self) -> Launched:
        """Return the running zygote; start one where there is none."""
        is_again = False
        while self._launched is None:
            level, *worse = self._levels
            self._was_killed = False
            try:
                self._try(level)
            except SandboxError as error:
                self.close()
                if self._was_killed and not is_again:
                    # That says nothing about the level.
                    is_again = True
                    continue
                self.refused[level] = str(error)
                if not worse:
                    raise SandboxError(self._why_none()) from error
                self._levels = tuple(worse)
            else:
                self._levels = (level,)
        return self._launched

    def _try(self, level: LevelName) -> None:
        """Start a zygote at one level and have it rehearse the seal."""
        self._launched = launch(level, self.settings.preload)
        settings = self._launched.settings(self.settings)
        facts = self._exchange("start", settings, None, _START_SECONDS)
        if facts["fault"]:
            raise SandboxError(f"the level «{level}» does not hold here: {facts['fault']}")
        self.missing = tuple(str(name) for name in facts["missing"])
        protections = tuple(str(name) for name in facts["protections"])
        self._isolation = Isolation(level, protections)

    def _why_none(self) -> str:
        reasons = "; ".join(f"{level}: {reason}" for level, reason in self.refused.items())
        return (
            f"No worker could be started at the isolation that is asked for ({reasons}). "
            "`gradewright doctor` tells what this machine gives and how to get more."
        )

    def ask(self, command: str, argument: Any = None, descriptor: int | None = None) -> Any:
        """Send the zygote a command, and a descriptor with it; return its answer.

        Raises:
            SandboxError: it does not answer; the next session starts a new zygote.
        """
        if self._launched is None and command in _ENDING:
            # What it would end has ended with the zygote.
            return ""
        with clock.paused():
            self._zygote()
            return self._exchange(command, argument, descriptor, _ANSWER_SECONDS)

    def _exchange(self, command: str, argument: Any, descriptor: int | None, seconds: float) -> Any:
        assert self._launched is not None
        stream, deadline = self._launched.stream, time.monotonic() + seconds
        try:
            frames.send(stream, encode((command, argument)), deadline)
            if descriptor is not None:
                frames.send_descriptor(stream, descriptor)
            _word, answer = decode(frames.receive(stream, _ANSWER_BYTES, deadline))
        except (frames.Closed, OSError, WireFault) as error:
            last_words = self._launched.last_words() or "nothing"
            self.close()
            raise SandboxError(
                f"The process that serves submissions {_fault(error, seconds)} at «{command}». "
                "Run `gradewright doctor` to see what this machine gives, or grade with fewer "
                f"--jobs. Its last words: {last_words}"
            ) from error
        except BaseException:
            # The answer would be taken for that of the next command.
            self.close()
            raise
        return answer

    def open(self, bundle: Bundle) -> ZygoteSession:
        """Load a submission in a process of its own."""
        with clock.paused():
            return ZygoteSession(self, bundle)

    def close(self) -> None:
        """End the zygote; its sessions go with it."""
        if self._launched is not None:
            launched, self._launched = self._launched, None
            launched.end()
            self._was_killed = launched.process.returncode in _KILLED


def _fault(error: Exception, seconds: float) -> str:
    if isinstance(error, frames.Closed):
        return "ended"
    if isinstance(error, TimeoutError):
        return f"gave no answer within {seconds:.0f} s"
    if isinstance(error, OSError):
        return f"cannot be reached ({error})"
    return f"gave an answer that cannot be read ({error})"
