"""Cases that wait for somebody who is off duty while others of the role are there."""
