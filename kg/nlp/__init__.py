"""The language rooms, the only ones that import spaCy: one component a module, pure functions inside."""
