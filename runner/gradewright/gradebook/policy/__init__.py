"""The rules of `[policy]`: each a small function of plain values, with examples in the docs."""
