"""What a second pair of eyes sees in a draft: one file a kind of check, behind `checking.py`."""
