"""Many takes: their figures over weeks, and takes of one question side by side. Pure.

A figure has changed only where its range before and its range now do not overlap (`ranges`), and only takes that were
made by the same tool are compared (`summary`): a change of tool is never taken for a change of the speaker.
"""
