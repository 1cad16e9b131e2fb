"""Training of book graphs by sessions, resumable after any interruption."""
