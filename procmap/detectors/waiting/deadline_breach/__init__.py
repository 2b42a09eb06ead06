"""Cases that are settled after their deadline, or only just before it."""
