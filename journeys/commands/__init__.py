"""What the server composes of ops: each command is a pure function from graphs to ops."""
