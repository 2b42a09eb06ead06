"""A service that only hands the file on."""
