"""The articles' own scripts, typed from them: indentation and lost zeros restored, seeds added."""
