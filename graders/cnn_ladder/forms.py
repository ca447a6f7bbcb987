"""Which networks train alike, in whatever way they are written."""

import json

from gradewright.graders import working_layers

# What a layer is called, and what stands elsewhere in `network_of`.
_NO_MATTER = {"name", "activation", "batch_shape", "batch_input_shape"}


def network_of(model):
    """Return what decides a chain's training, the same in whatever way the chain is written.

    Activations may be layers or settings, softmax in the last layer or in the loss, models
    sequential or functional. A model with layers whose settings are not known is like none but
    those of its own form.
    """
    configs, working = model.configs, working_layers(model)
    if not all(layer.facts.name in configs for layer in working):
        return json.dumps(model.artefact.form)
    layers = [
        (layer.kind, layer.activation, _settings(configs[layer.facts.name])) for layer in working
    ]
    if layers and model.facts.from_logits:
        kind, activation, settings = layers[-1]
        layers[-1] = kind, activation or "softmax", settings
    shapes = [layer.facts.output_shape for layer in working]
    optimizer = model.facts.optimizer.lower(), _settings(model.optimizer)
    return json.dumps([layers, shapes, optimizer, model.facts.loss], sort_keys=True)


def _settings(config):
    """Return the settings of a layer or optimizer without those that are no matter."""
    named = {key: part for key, part in config.items() if key not in _NO_MATTER}
    return _without_seeds(named)


def _without_seeds(value):
    if isinstance(value, dict):
        return {key: _without_seeds(part) for key, part in value.items() if key != "seed"}
    return [_without_seeds(part) for part in value] if isinstance(value, list) else value
