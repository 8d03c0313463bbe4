"""The full profile without containers: each server as a process on this machine, on loopback."""
