"""Work that no reader waits for: the worker and its schedule."""
