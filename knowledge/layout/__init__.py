"""How texts are laid out: lines, headings, clauses, letterheads. The insides of `structure.py` and `reports.py`."""
