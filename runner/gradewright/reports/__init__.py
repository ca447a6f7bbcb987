"""Pages and files rendered from result records: nothing here ever runs a submission."""

from gradewright.reports.json_report import schema

__all__ = ["schema"]
