"""Replay by pencil, and the laws that no gain may break."""
