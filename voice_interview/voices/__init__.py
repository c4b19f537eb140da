"""Text to speech: the voices, and the cache of what they have said."""
