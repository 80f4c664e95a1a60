"""Inside of `knowledge/ladder.py`: the standards as data, what is known of a recipient, and each check."""
