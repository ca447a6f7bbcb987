"""Right and far too slow, without a trick."""

nearest = slow
