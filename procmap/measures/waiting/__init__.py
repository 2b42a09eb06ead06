"""What files wait for: the queue in front of people, and answers from outside."""
