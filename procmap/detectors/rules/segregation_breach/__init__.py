"""Two steps that are to be kept apart, done by one person."""
