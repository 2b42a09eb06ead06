"""An activity that is done on few days, so that cases wait for the day."""
