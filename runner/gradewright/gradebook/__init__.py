"""The gradebook: students, attempts, results, and a ledger of what people decided."""
