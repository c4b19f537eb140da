"""A packet: takes in one zip file, for a coach to read, to listen to and to comment on.

    packet.json  rubric.toml  ID/page.html  ID/sound.mp3  ID/transcript.txt  ID/report.json  ID/comments.jsonl

A packet comes from outside: it is read in memory, within limits, and nothing of it is ever unpacked to a path that it
names.
"""

from __future__ import annotations

from voice_interview.packets.adopting import Adopted, adopt
from voice_interview.packets.contents import Packet, PacketTake
from voice_interview.packets.reading import read
from voice_interview.packets.writing import write

__all__ = ["Adopted", "Packet", "PacketTake", "adopt", "read", "write"]
