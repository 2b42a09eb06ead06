"""Between services."""
