"""The insides of `bot/export.py`: paper and letters, the parts of a document, reading back, previews."""
