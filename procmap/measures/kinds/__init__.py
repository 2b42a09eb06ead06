"""What each activity of a log is, by what its times, people and paths prove; where they prove nothing, nothing is said."""
