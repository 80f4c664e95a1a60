"""The grammar of dates, one part a module: the insides of `knowledge/dates.py`, `workdays.py` and `letters.py`.

Nothing outside `knowledge` imports from here.
Read next: `sheets.py` (the text), `atoms.py` (a date), `markers.py` and `evidence.py` (its words), `deadlines.py`.
"""
