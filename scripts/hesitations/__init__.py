"""How the classifier of hesitations is made: speech with exact truth, states of Whisper's encoder, a small network."""
