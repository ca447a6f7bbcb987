"""What runs beside a student's code, sealed by a judge or on the student's own computer."""
