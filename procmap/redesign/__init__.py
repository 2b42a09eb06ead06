"""From the procedure as it is to the procedure as it could be: edits on log and model, gains."""
