"""Answers of other tools brought in, and those that wait: to be assigned, or to be believed."""
