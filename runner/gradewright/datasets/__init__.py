"""Data for graders: real where it is present, named stand-ins where not."""

from gradewright.datasets.loader import NAMES, available, load
from gradewright.datasets.records import Available, Dataset

__all__ = ["NAMES", "Available", "Dataset", "available", "load"]
