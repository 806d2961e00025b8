"""Cohorts made up for tests and benchmarks of the evaluators."""
