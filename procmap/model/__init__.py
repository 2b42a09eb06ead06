"""Process trees, their discovery from variants, what an edit does to them, and their BPMN 2.0 file."""
