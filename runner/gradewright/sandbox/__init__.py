"""Submissions run here, behind one narrow interface on plain values."""
