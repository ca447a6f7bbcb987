"""Measure gradewright against its peers on the same notebooks."""
