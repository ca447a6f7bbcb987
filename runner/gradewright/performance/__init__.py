"""Device, accuracy, step time and budgets; models as artefacts."""
