"""Checks and approvals."""
