"""The same control done again by another service."""
