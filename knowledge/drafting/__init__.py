"""Report kinds, their sections and questions; answers checked, held against one another, and rendered.

It knows no person, no channel and no file format of a finished report.
Read next: `knowledge/drafting/kinds.py` (what can be drafted), `answers.py`, `problems.py`, `rendering.py`.
"""
