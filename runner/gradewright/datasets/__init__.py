"""Data for graders: real where it is present, named stand-ins where not."""

from gradewright.datasets.loader import Dataset, load

__all__ = ["Dataset", "load"]
