"""Pages and files rendered from result records: nothing here ever runs a submission."""

from gradewright.reports.results_schema import schema

__all__ = ["schema"]
