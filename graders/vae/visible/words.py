"""What common mistakes are called: the problem in a sentence, and its likely cause."""

from reading import OVER_ROWS

HALF = "the standard deviation is exp(log_var / 2)."

KL_SIGN = "The divergence has the wrong sign.", "a minus is missing, or there is one too many."
KL_TWICE = "The divergence is twice too large.", "the factor 1/2 is missing."
KL_ONE = "The 1 is missing.", "each dimension has -1 / 2."
SIGMA = "log_var is the logarithm of the variance, not of sigma."
KL_LOG_SIGMA = "log_var is taken for log(sigma).", SIGMA
KL_ROWS = "The sums go over the rows.", OVER_ROWS

PIXEL_ROWS = "There is a number a pixel, and one an image is due.", OVER_ROWS
PIXEL_SIGN = "The loss has the wrong sign.", "a minus is missing."
PIXEL_SQUARES = "This is the squared error and not the cross-entropy.", ""
PIXEL_FIRST = (
    "The second term of the cross-entropy is missing.",
    "dark pixels count as well: (1 - x) log(1 - y).",
)

NO_DIVERGENCE = "The divergence is left out.", ""
NO_RECONSTRUCTION = "The reconstruction loss is left out.", ""
ADDED = "The losses of the images are added up.", "their mean is due."
SUBTRACTED = (
    "The divergence has the wrong sign here.",
    "it is subtracted, or kl_divergence itself has the wrong sign.",
)
APART = "One term is a sum, and the other a mean.", "reduction goes to both terms."
