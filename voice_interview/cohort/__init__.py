"""Many candidates: who changed in what over their own takes, and who needs what next. Pure.

Each candidate is looked at alone, by the rules of `history`: a figure has changed only beyond its own range, and only
takes that the same tool made are compared. Candidates are never held against each other.
"""
