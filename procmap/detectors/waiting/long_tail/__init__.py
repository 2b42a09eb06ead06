"""A few files that take very long."""
