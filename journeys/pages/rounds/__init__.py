"""Survey rounds for those who ask: made, opened and closed; their links, codes and cards."""
