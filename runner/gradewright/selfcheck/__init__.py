"""A student's own checks: the visible tests, run beside the work on the student's own computer.

Nothing here is a verdict of anybody's but the student's, so nothing is sealed. It needs Python and
NumPy alone, and what the assignment is about.
"""
