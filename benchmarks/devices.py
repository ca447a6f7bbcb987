"""Time a training step of every model of the course, on the processor and on the accelerator.

`python benchmarks/devices.py` times the reference's models as they train, batch by batch, once with
and once without the accelerator, each in a fresh interpreter, and prints a table for
docs/performance.md: medians of a step with the batch size that the course uses. It needs Keras with
whatever backend is set (`KERAS_BACKEND`), and nothing else of the product's.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

_ROOT = Path(__file__).parents[1]
# What keeps each backend from an accelerator.
_PROCESSOR_ONLY = {"CUDA_VISIBLE_DEVICES": "", "JAX_PLATFORMS": "cpu"}
_CALLS, _STEPS_A_CALL, _BATCH = 7, 20, 128


def main() -> int:
    """Print the table, or with --here what this process measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    if parser.parse_args().here:
        print(json.dumps(measure()))
        return 0
    with_it, without = _elsewhere({}), _elsewhere(_PROCESSOR_ONLY)
    print(f"Backend {with_it['backend']}: {without['device']} against {with_it['device']}\n")
    print("| model | processor, ms a step | accelerator, ms a step | times faster |")
    print("| --- | --- | --- | --- |")
    for name, fast in with_it["steps"].items():
        slow = without["steps"][name]
        print(f"| {name} | {1e3 * slow:.2f} | {1e3 * fast:.2f} | {slow / fast:.1f} |")
    return 0


def _elsewhere(environment: dict[str, str]) -> dict[str, Any]:
    """Measure in a fresh interpreter under these settings."""
    command = [sys.executable, __file__, "--here"]
    done = subprocess.run(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> dict[str, Any]:
    """Return backend, device, and the seconds of a training step by the model's name."""
    import keras

    steps = {name: _seconds_a_step(fit) for name, fit in _trainings()}
    steps["vae"] = _seconds_a_step_of_vae()
    return {"backend": keras.backend.backend(), "device": _device(keras), "steps": steps}


def _device(keras: Any) -> str:
    names = [str(name) for name in keras.distribution.list_devices()]
    return names[0] if names else "cpu"


def _seconds_a_step(fit: Callable[[], object]) -> float:
    """Return the median over calls of many steps; the first two calls compile and warm up."""
    seconds = []
    for call in range(_CALLS + 2):
        started = time.perf_counter()
        fit()
        if call > 1:
            seconds.append((time.perf_counter() - started) / _STEPS_A_CALL)
    return median(seconds)


def _trainings() -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield a name and a call that trains for some steps, for each model of the course."""
    import numpy as np

    rng = np.random.default_rng(0)
    digits, ladder = (_reference(slug) for slug in ("keras_mnist", "cnn_ladder"))
    count = _BATCH * _STEPS_A_CALL

    def on(model: Any, shape: tuple[int, ...], targets: Any) -> Callable[[], object]:
        x = rng.random((count, *shape), dtype=np.float32)
        return lambda: model.fit(x, targets, batch_size=_BATCH, epochs=1, verbose=0, shuffle=False)

    classes = rng.integers(0, 10, count)
    yield "keras_mnist, perceptron", on(digits.build_mlp(), (28, 28), classes)
    cnn = digits.build_cnn()
    yield "keras_mnist, convolutional", on(cnn, tuple(cnn.input_shape[1:]), classes)
    for rung in range(1, 6):
        yield f"cnn_ladder, rung {rung}", on(ladder.build_rung(rung), (32, 32, 3), classes)


def _seconds_a_step_of_vae() -> float:
    """Return the seconds of a step of the course's function, which compiles at every call.

    Long and short calls are timed in turn: what they differ by are steps.
    """
    import numpy as np

    vae, rng = _reference("vae"), np.random.default_rng(0)
    encoder, decoder = vae.build_encoder(), vae.build_decoder()
    images = rng.random((_BATCH * _STEPS_A_CALL, 784), dtype=np.float32)
    seconds = []
    for epochs in (1, 1, 21, 1, 21, 1, 21):
        started = time.perf_counter()
        vae.train_vae(encoder, decoder, images, epochs=epochs, batch_size=_BATCH)
        seconds.append(time.perf_counter() - started)
    differences = [long - short for short, long in zip(seconds[1::2], seconds[2::2], strict=True)]
    return median(differences) / (20 * _STEPS_A_CALL)


def _reference(slug: str) -> ModuleType:
    """Import a reference solution."""
    spec = importlib.util.spec_from_file_location(slug, _ROOT / "reference" / slug / f"{slug}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
