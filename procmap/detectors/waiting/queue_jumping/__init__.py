"""Cases that are passed over for others that were ready later."""
