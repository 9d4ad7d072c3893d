"""Drawings: what a page's SVG needs, computed here; templates only write it down. Every one has a table beside it."""
