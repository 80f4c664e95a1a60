"""What the assistant remembers: tables, transactions, migrations.

It knows no channel and no conversation; it never decides what a person may do, only whose row is whose.
Read next: `bot/storage/engine.py` (transactions), `bot/storage/models.py` (tables), `bot/inbox.py`.
"""
