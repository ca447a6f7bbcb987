"""Right and quick: what full marks are for."""

nearest = honest
