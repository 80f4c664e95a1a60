"""The ways in and out: each channel turns its events into Incoming, and a Reply into its own form.

A channel must not know a flow, an office or the storage; what it received it hands on, and waits.
Read next: `bot/messages.py`, the form they share, and `bot/channels/telegram.py`.
"""
