"""Number the parts of a checked model anew, so that models of one form have one text.

Keras names a layer or an optimizer after its class and counts on for as long as a process lives:
the same function builds `dense_1` and then `dense_4`. Names that an author chose stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

_COUNTED = re.compile(r"_\d+$")
# Objects whose name is what they are.
_MEANING = frozenset({"DTypePolicy", "FloatDTypePolicy"})
# Parts of compile settings that may be given output by output, by the outputs' names.
_BY_OUTPUT = ("loss", "loss_weights", "metrics", "weighted_metrics")


def fresh_names(tree: object) -> dict[str, str]:
    """Return for each object that Keras named itself the name as counted from the start.

    Two names never become one: a number that an author's name takes is left out.
    """
    named = list(_named(tree))
    chosen = {name for class_name, name in named if not _is_kerass(class_name, name)}
    fresh: dict[str, str] = {}
    taken = set(chosen)
    for _class_name, name in named:
        if name not in chosen and name not in fresh:
            base = _COUNTED.sub("", name)
            fresh[name] = next(word for word in _numbered(base) if word not in taken)
            taken.add(fresh[name])
    return fresh


def plain_names(tree: object) -> dict[str, str]:
    """Return for each named object the name that its class and its place give it, whoever chose.

    Names of number types stay as they are: they mean something.
    """
    named = list(_named(tree))
    kept = {name for class_name, name in named if class_name in _MEANING}
    plain: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for class_name, name in named:
        if name not in kept and name not in plain:
            base = f"{class_name.lower()}_"
            counts[base] += 1
            while base + str(counts[base]) in kept:
                counts[base] += 1
            plain[name] = base + str(counts[base])
    return plain


def _named(value: object) -> Iterator[tuple[str, str]]:
    """Yield class and name of each object that has a name among its settings, in order."""
    if isinstance(value, dict):
        class_name, config = value.get("class_name"), value.get("config")
        name = config.get("name") if isinstance(config, dict) else None
        if isinstance(class_name, str) and isinstance(name, str):
            yield class_name, name
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _named(item)


def _is_kerass(class_name: str, name: str) -> bool:
    """Tell whether a name is what Keras makes of a class: "max_pooling2d_3" of MaxPooling2D."""
    return _COUNTED.sub("", name).replace("_", "") == class_name.lower()


def _numbered(base: str) -> Iterator[str]:
    yield base
    for number in count(1):
        yield f"{base}_{number}"


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Return a copy of a tree with other names, wherever an object is named or referred to.

    Layers are referred to by [name, node, tensor].
    """
    if isinstance(value, dict):
        return {key: _renamed_at(key, item, names) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    first, *rest = value or [None]
    if isinstance(first, str) and rest and all(type(number) is int for number in rest):
        return [names.get(first, first), *rest]
    return [renamed(item, names) for item in value]


def _renamed_at(key: str, item: Any, names: Mapping[str, str]) -> Any:
    if key == "name" and isinstance(item, str):
        return names.get(item, item)
    return renamed(item, names)


def renamed_settings(
    settings: Mapping[str, Any], outputs: Mapping[str, str], own: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return compile settings with new names of optimizer, losses and metrics, and of the outputs.

    `outputs` are the new names of the architecture, for what is given output by output. `own` are
    those of the settings, by default as counted from the start.
    """
    names = fresh_names(settings) if own is None else own
    return {
        key: _by_new_names(part, outputs) if key in _BY_OUTPUT else part
        for key, part in renamed(settings, names).items()
    }


def _by_new_names(part: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(part, dict) or "class_name" in part:
        return part
    return {names.get(key, key): item for key, item in part.items()}
