"""Cases that leave the screen for paper."""
