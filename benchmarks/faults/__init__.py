"""What becomes of takes when machines and people do their worst: real `practice` and `analyze` on virtual sound cards,
with faults thrown in at random moments.

    plan      what is thrown in, when, and what the program has to do then
    disks     folders that fill up, take no more, or are slow
    scene     a candidate who answers in a terminal, and a witness who hears the same sound
    deeds     the faults themselves
    trial     one run: the scene, the fault, the next commands
    checks    what was lost, half written or left behind: pure
    results   faults.md
"""
