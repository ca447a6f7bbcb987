"""A module a step; each knows the tables as they were then, and nothing of the present ones."""
