"""The models that training and drawing are judged with: the submission's, or the judge's.

A fault of build_encoder or build_decoder costs its own question alone. Where they give what is
asked for, the submission's own models are used; else those of the judge are lent.
"""

from dataclasses import dataclass
from typing import Any

from layers import check_decoder, check_decoder_layers, check_encoder, check_encoder_layers

from gradewright.graders import CheckFailed

_LENT = (
    "{function} does not yet give the model that is asked for. What comes after it was judged with "
    "a model of the grader's own, so that this fault costs no points there."
)


@dataclass(frozen=True)
class Network:
    """A model in the worker, and what it was before anything was done with it."""

    handle: Any
    model: Any


class Networks:
    """Gives models for one file's tests; a function that failed once is not asked again."""

    def __init__(self, student, reference, models, kept, note):
        self._student, self._reference, self._models = student, reference, models
        self._kept, self._note = kept, note

    def pair(self, latent_dim, *, anew=True):
        """Return encoder and decoder to be trained together.

        By default in a process that trained no others: an optimizer in a global of the submission's
        knows the variables of one pair alone.
        """
        if anew:
            self._student.start_anew()
        return self.encoder(latent_dim), self.decoder(latent_dim)

    def encoder(self, latent_dim):
        """Return an encoder that is not trained."""

        def check_own(model):
            check_encoder(model, latent_dim)
            check_encoder_layers(model, latent_dim)

        return self._own_or_lent("build_encoder", latent_dim, check_own)

    def decoder(self, latent_dim):
        """Return a decoder that is not trained."""

        def check_own(model):
            check_decoder(model, latent_dim)
            check_decoder_layers(model)

        return self._own_or_lent("build_decoder", latent_dim, check_own)

    def _own_or_lent(self, function, latent_dim, check_own):
        refused = self._kept.once("refused models", set)
        if function not in refused:
            try:
                own = self._read(getattr(self._student, function)(latent_dim=latent_dim))
                check_own(own.model)
            except CheckFailed:
                refused.add(function)
                self._note(_LENT.format(function=function))
            else:
                return own
        model = getattr(self._reference, function)(latent_dim=latent_dim)
        return self._read(self._student.lend_model(model))

    def _read(self, handle):
        return Network(handle, self._models.read(handle))
