"""What follows what: activities, directly-follows pairs, variants, concurrency."""
