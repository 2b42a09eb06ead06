"""Cases that wait for an answer from outside."""
