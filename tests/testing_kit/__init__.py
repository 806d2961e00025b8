"""Schemes with one deliberate mistake each, for the checks that must find it."""
