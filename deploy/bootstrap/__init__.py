"""Getting from a fresh checkout to a running server, with the standard library alone."""
