"""The steps from one layout of the database to the next, run by Alembic.

They know nothing of today's models: a step stays as it was written.
Read next: `bot/storage/migrate.py`, which runs them.
"""
