"""gradewright: grades numerical course work without running it where it is judged."""

__version__ = "0.1.0"
