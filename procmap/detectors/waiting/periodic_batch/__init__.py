"""An activity that is done on few days, so that files wait for the day."""
