"""Measures of speed, each against its floor in the same run. Run: python -m benchmarks [--quick] [NAME...]."""
