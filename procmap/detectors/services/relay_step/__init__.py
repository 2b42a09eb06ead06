"""A service that only hands the case on."""
