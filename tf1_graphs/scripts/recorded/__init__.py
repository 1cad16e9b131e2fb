"""Records a script's run, and runs it again from what was recorded, to the same bits.

`launching` begins and resumes runs, from outside; the rest works in the script's own process.
`recorder` is told of every call of a session (`tensorflow1.session_calls`), and records it or
answers it; `calls` says what a call is, `state` what sessions keep from one call to the next,
`touched` which files the script uses, `outside` what it learns from clocks and the system, and
`printed` what it prints.
"""
