"""Speech and noise of the project's own making, with exact truth: for training, and for measuring what cannot be had
from real recordings. Nothing here is imported by the program."""
