"""The self-check at a terminal: watches the work, or checks it once.

The process that speaks with the student is light and never runs any of the work. Children do, which
are kept ready, and end with the check.
"""
