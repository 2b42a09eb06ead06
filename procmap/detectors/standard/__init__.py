"""Standard and automation."""
