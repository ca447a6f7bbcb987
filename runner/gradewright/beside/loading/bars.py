"""Progress bars that show nothing: they iterate, count, and hold what they are told."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .standing import stand_in, teach


class Bar:
    """Stands for tqdm's class: iterates over what it wraps and counts in `n`."""

    def __init__(self, iterable: Any = None, /, *args: Any, **options: Any) -> None:
        self.iterable = options.pop("iterable", iterable)
        self.desc = args[0] if args else options.pop("desc", "")
        self.total = args[1] if len(args) > 1 else options.pop("total", None)
        self.n = options.pop("initial", 0)
        self.postfix = options.pop("postfix", None)
        for name, value in options.items():
            setattr(self, name, value)
        if isinstance(self.iterable, int):  # a bar that is told how many there will be
            self.iterable, self.total = None, self.iterable
        if self.total is None and hasattr(self.iterable, "__len__"):
            self.total = len(self.iterable)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return stand_in(name)

    def __iter__(self) -> Iterator[Any]:
        for item in self.iterable if self.iterable is not None else range(self.total or 0):
            yield item
            self.n += 1

    def __reversed__(self) -> Iterator[Any]:
        yield from reversed(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable) if hasattr(self.iterable, "__len__") else int(self.total or 0)

    def __bool__(self) -> bool:
        return bool(self.total if self.total is not None else self.iterable is not None)

    def __contains__(self, item: object) -> bool:
        return item in self.iterable

    def __getitem__(self, key: Any) -> Any:
        return self.iterable[key]

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None:
        """Let errors of the body through."""

    def __call__(self, /, *args: Any, **_: Any) -> Any:
        """Go on by a step, or wrap what is given, as other packages' bars do."""
        if args and hasattr(args[0], "__iter__"):
            return Bar(args[0])
        return self.update(*args[:1])

    def update(self, n: Any = 1) -> None:
        """Count `n` steps more."""
        self.n += n

    def set_description(self, desc: Any = None, *_: Any, **__: Any) -> None:
        """Keep the description."""
        self.desc = f"{desc}: " if desc else ""

    def set_description_str(self, desc: Any = None, *_: Any, **__: Any) -> None:
        """Keep the description as it is."""
        self.desc = desc or ""

    def set_postfix(self, ordered_dict: Any = None, *_: Any, **values: Any) -> None:
        """Keep what is shown behind the bar."""
        values.pop("refresh", None)
        said = dict(ordered_dict or {}, **values)
        self.postfix = ", ".join(f"{name}={value}" for name, value in said.items())

    def set_postfix_str(self, s: Any = "", *_: Any, **__: Any) -> None:
        """Keep what is shown behind the bar."""
        self.postfix = str(s)

    def reset(self, total: Any = None) -> None:
        """Begin again."""
        self.n = 0
        self.total = self.total if total is None else total

    @property
    def format_dict(self) -> dict[str, Any]:
        """Return what tqdm formats its line from."""
        return {
            "n": self.n,
            "total": self.total,
            "elapsed": 0.0,
            "rate": None,
            "prefix": self.desc,
            "postfix": self.postfix,
        }

    @staticmethod
    def write(*_: Any, **__: Any) -> None:
        """Write nothing."""

    @staticmethod
    def format_interval(seconds: Any) -> str:
        """Return seconds as minutes and seconds."""
        minutes, rest = divmod(int(seconds), 60)
        return f"{minutes:02d}:{rest:02d}"

    @classmethod
    def pandas(cls, *_: Any, **__: Any) -> None:
        """Give pandas' objects `progress_apply` and its like."""
        frames = sys.modules.get("pandas")
        if frames is None:
            return
        grouped = (frames.core.groupby.DataFrameGroupBy, frames.core.groupby.SeriesGroupBy)
        for kind in (frames.DataFrame, frames.Series, *grouped):
            for name in ("apply", "map", "applymap", "aggregate", "transform"):
                if hasattr(kind, name):
                    setattr(kind, f"progress_{name}", getattr(kind, name))


def _range(*bounds: Any, **options: Any) -> Bar:
    return Bar(range(*bounds), **options)


def _enumerate(iterable: Iterable[Any], start: int = 0, *_: Any, **__: Any) -> Iterator[Any]:
    return enumerate(iterable, start)


def _zip(*iterables: Any, **_: Any) -> Iterator[Any]:
    return zip(*iterables, strict=False)


def _map(function: Callable[..., Any], *iterables: Any, **_: Any) -> list[Any]:
    return list(map(function, *iterables))


def _product(*iterables: Any, **_: Any) -> Iterator[Any]:
    return itertools.product(*iterables)


def _callback(*_: Any, **__: Any) -> Any:
    """Return a callback of Keras' that does nothing, for a training to accept it."""
    keras = sys.modules.get("keras")
    return stand_in("callback") if keras is None else keras.callbacks.Callback()


teach(
    {
        **dict.fromkeys(
            (
                "tqdm",
                "tqdm_notebook",
                "tqdm_gui",
                "progress_bar",
                "master_bar",
                "progressbar",
                "ProgressBar",
                "alive_bar",
                "alive_it",
            ),
            Bar,
        ),
        "trange": _range,
        "tnrange": _range,
        "tenumerate": _enumerate,
        "tzip": _zip,
        "tmap": _map,
        "tproduct": _product,
        "process_map": _map,
        "thread_map": _map,
        "TqdmCallback": _callback,
    }
)
