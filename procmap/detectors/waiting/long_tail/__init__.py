"""A few cases that take very long."""
