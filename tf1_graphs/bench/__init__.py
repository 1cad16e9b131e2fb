"""Measures steps a second of the engines, the article's own loop and other libraries."""
