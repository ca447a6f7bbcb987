"""Grading where code is pushed: what changed, where graders come from, what each platform is told.

    push   in the student's repository: the visible checks of a release, and nothing secret
    pull   in the teachers' repository: students' commits are data, grading is sealed

Nothing that a submission prints reaches a log. What is written for a platform comes from
`exports/`, and only after grading has ended.
"""
