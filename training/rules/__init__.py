"""Rules: plain Python, values in and all reasons out. No clock, no query, no Django.

One rule a file; its docstring names the clause and the source. The day is always a parameter.
Facts come in as small frozen dataclasses, gathered by selectors and services; what comes out is a
list of reasons (empty: nothing is against it) or a period of coverage. R1 to R30 are the numbers
of the rule table in docs/rules.md.
"""
