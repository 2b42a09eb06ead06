"""A decision that follows from what was known before it."""
