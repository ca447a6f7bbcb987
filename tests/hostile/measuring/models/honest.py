"""The reference itself, to compare with."""
