"""What the VAE's graders judge by: codes found again, statistics, distances, budgets."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed
from gradewright.course.reader import find_assignment, read_course
from gradewright.graders import Model

HELPERS = ("cases", "codes", "layers", "runs", "short")


@pytest.fixture
def graders(beside_graders: Any) -> Any:
    beside_graders("vae")
    return SimpleNamespace(**{name: importlib.import_module(name) for name in HELPERS})


@dataclass(frozen=True)
class Facts:
    class_name: str
    config: MappingProxyType[str, int]
    activation: str
    parameters: int = 1


def dense(units: int, activation: str) -> Facts:
    return Facts("Dense", MappingProxyType({"units": units}), activation)


def decoder(rng: np.random.Generator, latent_dim: int, last: str = "sigmoid") -> tuple[Any, Any]:
    """Return a decoder as the graders hold it, and the function that it computes."""
    limits = [np.sqrt(6 / (latent_dim + 512)), np.sqrt(6 / (512 + 784))]
    first = rng.uniform(-limits[0], limits[0], (latent_dim, 512)).astype(np.float32)
    second = rng.uniform(-limits[1], limits[1], (512, 784)).astype(np.float32)
    zeros = [np.zeros(512, np.float32), np.zeros(784, np.float32)]

    def decode(z: Any) -> Any:
        sums = np.maximum(z.astype(np.float32) @ first, 0) @ second
        return (1 / (1 + np.exp(-sums))).reshape(-1, 28, 28)

    facts = SimpleNamespace(
        layers=(dense(512, "relu"), dense(784, last)),
        input_shape=(None, latent_dim),
        output_shape=(None, 784),
    )
    artefact = SimpleNamespace(weights=(first, zeros[0], second, zeros[1]))
    return (artefact, facts), decode


@pytest.mark.parametrize("latent_dim", [2, 20])
def test_codes_are_found_again_in_generated_images(graders: Any, latent_dim: int) -> None:
    rng = np.random.default_rng(3)
    parts, decode = decoder(rng, latent_dim)
    codes = rng.standard_normal((30, latent_dim))
    found = graders.codes.codes_of(Model(*parts), latent_dim, decode(codes))
    np.testing.assert_allclose(found, codes, atol=2e-3)


def test_images_from_elsewhere_are_not_taken_for_decoded_ones(graders: Any) -> None:
    rng = np.random.default_rng(4)
    parts, decode = decoder(rng, 20)
    model = Model(*parts)
    for images in (rng.random((5, 28, 28)), np.zeros((5, 28, 28)), np.sqrt(decode(np.eye(20)))):
        with pytest.raises(CheckFailed, match="not what the decoder makes"):
            graders.codes.codes_of(model, 20, images)


def test_another_decoder_is_not_turned_round(graders: Any) -> None:
    parts, decode = decoder(np.random.default_rng(5), 20, last="linear")
    with pytest.raises(CheckFailed, match="build_decoder"):
        graders.codes.codes_of(Model(*parts), 20, decode(np.eye(20)))


def test_normal_numbers_pass_and_others_do_not(graders: Any) -> None:
    rng = np.random.default_rng(6)
    for _ in range(20):
        numbers = rng.standard_normal((1000, 20))
        graders.cases.check_normal(numbers, "the numbers")
        graders.cases.check_independent(numbers, "The numbers")
    uniform = rng.uniform(-np.sqrt(3), np.sqrt(3), (1000, 20))
    for wrong in (uniform, numbers + 0.3, 1.3 * numbers):
        with pytest.raises(CheckFailed):
            graders.cases.check_normal(wrong, "the numbers")
    for wrong in (np.repeat(numbers[:1], 50, axis=0), np.repeat(numbers[:, :1], 3, axis=1)):
        with pytest.raises(CheckFailed):
            graders.cases.check_independent(wrong, "The numbers")


def test_the_divergence_is_the_mean_log_ratio_of_densities(graders: Any) -> None:
    rng = np.random.default_rng(7)
    mean, log_var = graders.cases.fresh_codes(rng, 1, 3)
    noise = rng.standard_normal((200_000, 3))
    z = mean + np.exp(log_var / 2) * noise
    estimate = 0.5 * (z**2 - noise**2 - log_var).sum(axis=1)
    closed = graders.cases.divergences(mean, log_var).sum()
    assert abs(closed - estimate.mean()) < 6 * estimate.std() / np.sqrt(len(z))


def test_distances_tell_copies_from_noise(graders: Any) -> None:
    rng = np.random.default_rng(8)
    real = rng.random((40, 784)).round()
    assert graders.runs.diversity(real[:20], real[20:]) == pytest.approx(1, abs=0.05)
    assert graders.runs.diversity(np.repeat(real[:1], 20, axis=0), real) == 0
    assert graders.runs.nearness(real[:10], real, rng) < 1e-6
    assert graders.runs.nearness(rng.permuted(real, axis=1), real, rng) == pytest.approx(1, abs=0.1)


def test_every_budget_states_the_same_numbers(repository: Path) -> None:
    budgets = find_assignment(read_course(repository), "vae").budgets
    tables = [table for kind in budgets.values() for table in kind.values()]
    assert {"fashion_mnist", "garments28"} <= set(budgets["cpu"])
    assert all(set(table) == set(tables[0]) for table in tables)


def test_uniform_numbers_are_named_and_no_others(graders: Any) -> None:
    rng = np.random.default_rng(9)
    for low, high in ((0, 1), (-1, 1), (-np.sqrt(3), np.sqrt(3))):
        with pytest.raises(CheckFailed) as caught:
            graders.cases.check_normal(rng.uniform(low, high, (1000, 8)), "the codes")
        assert "uniform" in caught.value.failure.cause
    for wrong in (rng.standard_normal((1000, 8)) + 1, rng.exponential(size=(1000, 8))):
        with pytest.raises(CheckFailed) as caught:
            graders.cases.check_normal(wrong, "the codes")
        assert caught.value.failure.cause == ""


@pytest.mark.parametrize(
    ("outputs", "cause"),
    [
        (((None, 20), (None, 20)), "latent_dim is not used"),
        (((None, 5), (None, 5), (None, 5)), "the sample is not among"),
        ((None, 10), "there is one output"),
        (((None, 5), (None, 4)), ""),
    ],
)
def test_wrong_outputs_of_an_encoder_have_their_cause(
    graders: Any, outputs: Any, cause: str
) -> None:
    facts = SimpleNamespace(input_shape=(None, 784), output_shape=outputs)
    with pytest.raises(CheckFailed) as caught:
        graders.layers.check_encoder(Model(None, facts), 5)
    assert cause in caught.value.failure.cause
    assert bool(cause) == bool(caught.value.failure.cause)


class Formulas:
    """Stands for a submission's four formulas; one of them may be another."""

    def __init__(self, graders: Any, **others: Any) -> None:
        self.graders, self.others = graders, others

    def __getattr__(self, name: str) -> Any:
        return self.others.get(name) or getattr(self, f"_{name}")

    def _sample_normal(self, mean: Any, log_var: Any, noise: Any) -> Any:
        return mean + np.exp(log_var / 2) * noise

    def _kl_divergence(self, mean: Any, log_var: Any, reduction: str) -> Any:
        return getattr(self.graders.cases.divergences(mean, log_var), reduction)(axis=1)

    def _reconstruction_loss(self, x: Any, decoded: Any, reduction: str) -> Any:
        return getattr(self.graders.cases.crossentropies(x, decoded), reduction)(axis=1)

    def _vae_loss(self, x: Any, decoded: Any, mean: Any, log_var: Any, reduction: str) -> Any:
        kl = self.kl_divergence(mean, log_var, reduction)
        return np.mean(self.reconstruction_loss(x, decoded, reduction) + kl)


def test_formulas_are_told_from_training(graders: Any) -> None:
    rng = np.random.default_rng(10)
    right = Formulas(graders)
    assert graders.short.formulas_are_right(right, rng)
    column = Formulas(graders, kl_divergence=lambda *args: right._kl_divergence(*args)[:, None])
    column.others["vae_loss"] = right._vae_loss
    assert graders.short.formulas_are_right(column, rng)
    for name, wrong in {
        "kl_divergence": lambda *args: -right._kl_divergence(*args),
        "sample_normal": lambda mean, log_var, noise: mean + np.exp(log_var) * noise,
        "reconstruction_loss": lambda x, y, _reduction: ((x - y) ** 2).sum(axis=1),
    }.items():
        assert not graders.short.formulas_are_right(Formulas(graders, **{name: wrong}), rng)
