"""Many submissions: planned, spread over processes, streamed to disk."""
