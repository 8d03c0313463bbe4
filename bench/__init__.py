"""Figures as ratios against a limit measured in the same run: machines differ, ratios hold."""
