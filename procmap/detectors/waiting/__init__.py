"""Cases that wait."""
