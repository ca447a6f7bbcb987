"""Results as other platforms take them: each output is a pure function of the records.

Everything passes through `public.py`, which decides what may leave: of a hidden test its
title, its points, its verdict, and nothing that came out of running it.
"""
