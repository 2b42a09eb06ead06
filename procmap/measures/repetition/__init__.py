"""What is done again, and after what."""
