"""One file a step, named after its revision; each names the step before it.

It must not import models: they change, a step does not.
Read next: `revision_0001.py`, the first layout.
"""
