"""Work that is done again after a correction."""
