"""Who: roles, handovers between them, returns."""
