"""What was measured: a student's value on its scale, and the values of a class."""
