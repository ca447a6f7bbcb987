"""Checks of what a model takes and gives."""

from gradewright.graders import check


def check_shape_of(found, allowed, what, wanted):
    """Check the shape of a model's input or output."""
    text = ", ".join("n" if size is None else str(size) for size in found)
    check(found in allowed, f"The model's {what} has the shape ({text}) and not n times {wanted}.")


def check_output_layer(layer, model):
    """Check that the last layer gives probabilities, or logits that the loss knows of."""
    logits = model.facts.from_logits and not layer.activation
    check(
        logits or layer.activation == "softmax",
        f"The last layer is {layer}: it gives neither probabilities nor logits.",
        "ten classes that exclude each other need softmax; without activation, the loss needs "
        "from_logits=True.",
    )
