"""The grammar of citations, part by part. Use `knowledge/citations.py`; these are its insides."""
