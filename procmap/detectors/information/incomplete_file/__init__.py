"""Files that arrive incomplete and wait for what is missing."""
