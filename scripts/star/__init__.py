"""What trains and measures the reader of STAR: see `scripts/train_star.py`."""
