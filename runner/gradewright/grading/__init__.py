"""The judge: pytest graders, scoring, and the fixtures they use."""
