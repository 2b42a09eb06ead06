"""How long: cycle times, sojourns, sessions."""
