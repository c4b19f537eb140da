"""`python -m voice_interview`."""

from voice_interview.cli import main

if __name__ == "__main__":  # the listening process imports this module again, under another name
    main()
