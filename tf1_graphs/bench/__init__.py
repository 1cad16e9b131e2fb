"""Steps a second of the engines, the article's own loop and other libraries, in one process."""
