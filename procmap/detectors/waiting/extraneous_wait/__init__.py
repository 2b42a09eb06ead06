"""Waits that nothing in the log explains."""
