"""`make mutants`: every small change of the core's code held against the tests (mutmut's operators)."""
