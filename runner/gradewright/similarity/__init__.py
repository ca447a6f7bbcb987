"""Which submissions are like each other, as a hint. Sources are read, and never executed."""
