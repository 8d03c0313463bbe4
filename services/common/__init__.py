"""What every service uses, and nothing a service owns: no table of its own, no knowledge of any service."""
