"""Files that leave the screen for paper."""
