"""Files that wait."""
