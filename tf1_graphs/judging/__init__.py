"""Published figures against measured ones: rules, verdicts and reports."""
