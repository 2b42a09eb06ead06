"""An internal registration, handing on or filing before the decision that changes nothing for the case."""
