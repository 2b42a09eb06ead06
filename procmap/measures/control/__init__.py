"""What checks and approvals decide."""
