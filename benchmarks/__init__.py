"""What is measured, against whom, in one run: `python -m benchmarks` (`make bench`) writes results.md beside this."""
