"""The full profile while its processes are killed: what was acknowledged stands once, whatever died when.

`python -m tests.chaos --kills 100` brings it up, plays the journey and more, kills, and judges by `pioneer verify` and by
a ledger of every act that was acknowledged. `make chaos` is the long run, CI takes twenty kills.
"""
