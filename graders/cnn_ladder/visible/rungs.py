"""The rungs of both ladders as the statement has them, and the checks of a model against one."""

from dataclasses import dataclass
from itertools import pairwise

from gradewright.graders import cause_by, check, working_layers

PARAMETERS = (1_060_138, 591_274, 550_570, 550_570, 552_362)
TRAINABLE = (1_060_138, 591_274, 550_570, 550_570, 551_466)
FASHION_PARAMETERS = (93_322, 93_898, 1_650_274)
FASHION_TRAINABLE = (93_322, 93_578, 1_648_890)

_DROPOUT = {4: (0.2, 0.2, 0.3), 5: (0.2, 0.3, 0.3)}
_SIZES = {"Conv2D": "filters", "Dense": "units", "Dropout": "rate"}


@dataclass(frozen=True)
class Due:
    """A layer as the statement asks for it; `size` is filters, units or rate."""

    kind: str
    shape: tuple[int, ...]
    size: float | None = None
    activation: str = ""

    def __str__(self):
        """Return the layer in words, as those of a model are shown."""
        words = (self.kind, self.size, self.activation)
        return " ".join(str(word) for word in words if word not in (None, ""))


def rung(n):
    """Return the layers of rung n of the CIFAR-10 ladder."""
    layers, side = [], 32
    for at, filters in enumerate((32, 64, 128)[:n]):
        for _ in range(2):
            layers.append(Due("Conv2D", (side, side, filters), filters, "relu"))
            if n == 5:
                layers.append(Due("BatchNormalization", (side, side, filters)))
        side //= 2
        layers.append(Due("MaxPooling2D", (side, side, filters)))
        if n in _DROPOUT:
            layers.append(Due("Dropout", (side, side, filters), _DROPOUT[n][at]))
    return [*layers, Due("Dense", (128,), 128, "relu"), Due("Dense", (10,), 10, "softmax")]


def fashion_rung(n):
    """Return the layers of rung n of the Fashion-MNIST ladder."""
    layers = _wide() if n == 3 else _narrow(normalised=n == 2)
    return [*layers, Due("Dense", (10,), 10, "softmax")]


def _narrow(normalised):
    layers, side = [], 28
    for filters in (32, 64):
        side -= 2
        layers.append(Due("Conv2D", (side, side, filters), filters, "relu"))
        if normalised:
            layers.append(Due("BatchNormalization", (side, side, filters)))
        side //= 2
        layers.append(Due("MaxPooling2D", (side, side, filters)))
    layers.append(Due("Conv2D", (3, 3, 64), 64, "relu"))
    return layers + (_hidden(64) if normalised else [Due("Dense", (64,), 64, "relu")])


def _wide():
    layers, side = [], 28
    for pooled in (False, True, True):
        layers.append(Due("Conv2D", (side, side, 64), 64, "relu"))
        layers.append(Due("BatchNormalization", (side, side, 64)))
        if pooled:
            side //= 2
            layers.append(Due("MaxPooling2D", (side, side, 64)))
        layers.append(Due("Dropout", (side, side, 64), 0.25))
    return [*layers, *_hidden(500), Due("Dropout", (500,), 0.25)]


def _hidden(units):
    return [Due("Dense", (units,), units), Due("BatchNormalization", (units,), None, "relu")]


def check_shapes(model, image):
    """Check the shapes of a model's input and output."""
    facts = model.facts
    for what, found, due in (
        ("input", facts.input_shape, (None, *image)),
        ("output", facts.output_shape, (None, 10)),
    ):
        text = ", ".join("n" if size is None else str(size) for size in found)
        wanted = ", ".join("n" if size is None else str(size) for size in due)
        check(found == due, f"The model's {what} has the shape ({text}) and not ({wanted}).")


def check_count(model, parameters, trainable, name, due):
    """Check how many parameters a model has, and how many of them are trained.

    `due` are its layers, to say why there are more or fewer.
    """
    facts = model.facts
    check(
        facts.parameters == parameters,
        f"{name} has {facts.parameters:,} parameters and not {parameters:,}.",
        _cause_of_count(model, parameters, due) if facts.parameters != parameters else "",
    )
    check(
        facts.trainable == trainable,
        f"{name} has {facts.trainable:,} trainable parameters and not {trainable:,}.",
        "a layer is frozen; of batch normalisation, two numbers of four a channel are trainable.",
    )


def _cause_of_count(model, parameters, due):
    """Return why a model has another number of parameters, where that is plain, else ""."""
    cause = cause_by(lambda: check_layers(model, due))
    if cause:
        return cause
    layers = working_layers(model)
    biases = sum(
        layer.setting("units", 0)
        for layer, after in pairwise(layers)
        if after.kind == "BatchNormalization"
        and layer.kind == "Dense"
        and layer.setting("use_bias", True)
    )
    if not biases or model.facts.parameters - biases != parameters:
        return ""
    return "a dense layer before batch normalisation has no biases: use_bias=False."


def check_layers(model, due):
    """Check a model's layers against those of its rung, one by one."""
    found = working_layers(model)
    for at, (layer, wanted) in enumerate(zip(found, due, strict=False), 1):
        problem = f"Layer {at} that computes something is {layer}; {wanted} is due there."
        check(_is_same(layer, wanted, model), problem, "compare with the table, row by row.")
        shape = tuple(layer.facts.output_shape[1:])
        problem = f"Layer {at}, {layer}, gives the shape {shape}; {wanted.shape} is due."
        check(shape == wanted.shape, problem, _cause_of_shape(layer, wanted, found[: at - 1]))
        _check_windows(layer)
    cause = "layers are missing at the end, or too many."
    problem = f"The model has {len(found)} layers that compute something; {len(due)} are due."
    check(len(found) == len(due), problem, cause)


def _cause_of_shape(layer, wanted, before):
    """Return why a layer gives another shape than is due; those before it are right."""
    size = before[-1].facts.output_shape[1:3] if before else ()
    padded = layer.setting("padding") == "same"
    if layer.kind == "Conv2D" and layer.pair("strides") == (1, 1) and size:
        keeps = tuple(size) == tuple(wanted.shape[:2])
        if keeps != padded:
            return f"its padding is {layer.setting('padding')!r}."
    return "the padding, the stride or a pooling is another."


def _is_same(layer, wanted, model):
    """Return whether a layer has the class, size and activation that are due."""
    size = layer.setting(_SIZES.get(layer.kind, ""))
    activation = wanted.activation
    if activation == "softmax" and model.facts.from_logits:
        activation = ""
    right = layer.kind == wanted.kind and layer.activation == activation
    return right and (wanted.size is None or _is_near(size, wanted.size))


def _is_near(size, due):
    return isinstance(size, (int, float)) and abs(size - due) < 1e-6


def _check_windows(layer):
    """Check the windows of a convolution or pooling."""
    if layer.kind == "Conv2D":
        right = layer.pair("kernel_size") == (3, 3)
        right = right and layer.pair("strides") == layer.pair("dilation_rate") == (1, 1)
        check(right, "A convolution has other windows than 3 x 3, or other steps than 1.")
    if layer.kind == "MaxPooling2D":
        right = layer.pair("pool_size") == (2, 2) == (layer.pair("strides") or (2, 2))
        check(right, "A pooling has other windows than 2 x 2, or they overlap.")
