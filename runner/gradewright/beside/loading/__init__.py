"""Loading: a submission's source read, chosen from and run, in the process that holds it."""
