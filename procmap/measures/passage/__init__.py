"""What happens to a file right after a step, and where it goes on from there."""
