"""The shape of the registry and what must agree in it. Use `knowledge/regulations.py`; these are its insides."""
