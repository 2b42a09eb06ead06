"""What is asked for, lost or done again."""
