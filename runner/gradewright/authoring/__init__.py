"""From a reference solution to what students get, and the proof that graders are right."""
