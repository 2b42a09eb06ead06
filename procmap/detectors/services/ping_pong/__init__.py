"""Cases that go back and forth between two services."""
