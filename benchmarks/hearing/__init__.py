"""How good the hearing is: events said, found and invented, words, pauses and onsets, against sets with known truth."""
