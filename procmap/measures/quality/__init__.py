"""What may make figures say something else than what happened: saved forms, robots, rows written twice, labels spelt twice."""
