"""Reading one kind of file each, inside the limited child process. Use `index/documents.py`."""
