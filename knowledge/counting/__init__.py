"""The grammar behind `knowledge/quantities.py`: digits, words, scales."""
