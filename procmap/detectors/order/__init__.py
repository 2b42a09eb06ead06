"""What comes too late, waits without need, or is cut too small."""
