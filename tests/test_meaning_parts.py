"""Answers labelled by sentence, complete and with one part taken out: what is noticed, and what is wrongly missed.

They were written by the hand that wrote the rules, so the figures flatter; the floors here only keep them from falling.
"""

from __future__ import annotations

import re

import pytest
from test_meaning import hear

from voice_interview.model import PARTS

LABELLED = (
    "S|When I was working at a bakery, a woman came in on a Saturday and her wedding cake had the wrong "
    "name on it. T|I was on my own at the counter and I had to fix it before two o'clock. A|I "
    "apologised, I sat her down with a coffee, and I scraped the icing off and wrote the name again "
    "myself. R|In the end she was so happy that she sent us a photo from the party.",
    "S|In my previous role I looked after a small account and they were unhappy with our delivery times. "
    "T|My task was to win them back. A|I visited their office, I listened to all their complaints and I "
    "drew up a new schedule. R|Unfortunately they still left us in March.",
    "S|Two years ago our help desk had a queue of four hundred tickets. T|I was responsible for the "
    "night team. A|I sorted the tickets by cause and I wrote a short guide for the five most common "
    "ones. R|As a result the queue dropped by sixty percent in three weeks.",
    "S|One day their buyer called and said the parts were late again. T|I was asked to find out why. A|I "
    "drove to the warehouse, counted the boxes and found two pallets under the wrong label. R|We won "
    "back a customer worth ninety thousand dollars.",
    "S|During my last job there was a fire alarm in the middle of a dinner for sixty people. T|We had to "
    "get everybody out. A|I led them through the kitchen and I carried an old lady down the steps. "
    "R|Everybody was safe and the owner thanked me.",
    "S|I used to be a swim instructor. One of the parents got mad because her son had been put in the "
    "wrong group, and it was my mistake. T|I needed to make it right before the next lesson. A|I phoned "
    "her that evening, owned up to it, and moved him. R|She ended up signing up his little sister too.",
    "S|A couple of months back our website checkout stopped accepting cards on a Friday night. T|Being "
    "the only one on support, it was on me to keep customers informed. A|I put a banner up, answered "
    "each message personally and wrote down every order by hand. R|By Sunday everything had shipped and "
    "we only had one cancellation.",
    "S|We were losing about ten clients per month when I joined. T|The director told me to find out why. "
    "A|I called sixty former clients and asked each of them three questions, then I rewrote our welcome "
    "letter. R|Half a year later we were losing two.",
    "S|So I was a receptionist at a dental clinic and there was this patient who hadn't been told that "
    "her insurance was expired. She started crying at the desk. T|I felt it was my job to sort it out "
    "before the doctor was ready. A|I took her to a quiet room and I phoned the insurer with her, and we "
    "found a payment plan. R|She still comes to the clinic today and she always asks for me.",
    "S|At university I led a group of five for our final project and one member didn't contribute. T|As "
    "the leader I needed to bring him back on board. A|I talked to him privately and found out that his "
    "mother was in hospital. I gave him smaller tasks and checked in every evening. R|We got an A and he "
    "graduated with us.",
    "S|A guy called and he was screaming because his internet had been down for a week. T|My job was to "
    "keep him as a customer. A|I let him talk. I told him my name and my direct number. I checked the "
    "line and I saw that a technician had closed the ticket by mistake. I reopened it. R|He was online "
    "by evening. He even sent a thank you email.",
    "S|It was Black Friday and the system crashed at noon. There were two hundred people in the store. "
    "T|As the supervisor I had to keep the tills moving. A|I grabbed paper, wrote receipts by hand, and "
    "kept people laughing. R|We didn't lose a single sale.",
    "S|Last Christmas a customer shouted at our trainee because a toy was sold out. T|As shift lead it "
    "was up to me to step in. A|I asked him to come aside. I offered him a similar toy and I called "
    "another branch. R|He calmed down and apologised to her.",
    "S|Our team was moving to new software and most of the older colleagues hated it. T|I was the only "
    "one who had used it before, so they put me in charge of the training. A|I held short sessions every "
    "morning, made a cheat sheet with screenshots, and paired people up. I also asked the vendor to "
    "change two screens. R|After a month nobody asked for the old system any more.",
    "S|The hotel was full and a family arrived at midnight without a reservation. T|I wanted to find "
    "them a place to sleep. A|I rang four hotels nearby, negotiated a rate for them and paid for the "
    "taxi from our petty cash. R|They came back the following year and stayed for two weeks.",
    "S|I work in a pharmacy and an elderly gentleman was given the wrong leaflet. He was confused and "
    "quite upset. T|I had to make sure that he took the right dose. A|I sat down with him, drew a little "
    "timetable and called his daughter. R|He has been coming to me ever since.",
)
"""`S|`, `T|`, `A|`, `R|` open the part."""

STORIES = (
    "So I was a receptionist at a dental clinic and there was this patient who hadn't been told that her "
    "insurance was expired. She started crying at the desk. I took her to a quiet room and I phoned the "
    "insurer with her, and we found a payment plan. She still comes to the clinic today and she always "
    "asks for me.",
    "We had a really tight deadline for a client presentation, and two days before it my colleague got "
    "sick. So I reorganized the work, I did her slides at night, and I practiced with the team. The "
    "client signed the same afternoon.",
    "At university I led a group of five for our final project and one member didn't contribute. I "
    "talked to him privately and learned that his mother was in hospital. I gave him smaller tasks. We "
    "got an A.",
    "Okay so, uh, in twenty nineteen I was a barista, and, um, we ran out of oat milk on a Sunday and "
    "the line was out the door. I ran to the supermarket across the street with my own money. Customers "
    "cheered when I came back, and my boss gave me employee of the month.",
    "A guy called and he was screaming because his internet had been down for a week. I let him talk. I "
    "told him my name and my direct number. I checked the line and I saw that a technician had closed "
    "the ticket by mistake. I reopened it and he was online by evening. He even sent a thank you email.",
    "When I was in sales I had a client who wanted a refund outside the policy. I looked up his history "
    "and I spoke to my supervisor about an exception.",
    "My flight was cancelled last year in Denver. The agent, her name was Maria, she rebooked me before "
    "I even asked and she gave me a meal voucher. That made me feel cared for, and that is how I want to "
    "treat people.",
    "It was Black Friday. The system crashed at noon. There were two hundred people in the store. I "
    "grabbed paper, wrote receipts by hand, and kept people laughing. We didn't lose a single sale.",
    "I used to be a swim instructor. One of the parents got mad because her son had been put in the "
    "wrong group, and it was my mistake. I needed to make it right before the next lesson. I phoned her "
    "that evening, owned up to it, and moved him. She ended up signing up his little sister too.",
    "A couple of months back our website checkout stopped accepting cards on a Friday night. Being the "
    "only one on support, it was on me to keep customers informed. I put a banner up, answered each "
    "message personally and wrote down every order by hand. By Sunday everything had shipped and we only "
    "had one cancellation.",
    "Our restaurant double booked a party of twenty. The bride's mother was crying. I went next door, "
    "borrowed four tables and set them up on the terrace. They tipped us three hundred dollars and "
    "booked again for the anniversary.",
    "well there was um a gentleman on the phone and he he didn't speak much english and he had been "
    "transferred like five times so I slowed down and used simple words and I stayed on the line while "
    "the other department picked up and he said thank you so much you're the first person who helped me",
    "In my second year as a nurse a patient refused his medication. I was responsible for the evening "
    "round. I sat next to his bed and asked him why, and he told me he was afraid of the side effects. I "
    "brought the doctor in and we went through the leaflet together.",
    "My assignment was to get the report out before the audit. I stayed until midnight three days in a "
    "row and checked all numbers twice. The auditors didn't find a single error.",
    "Last spring a man wanted to return shoes he had clearly worn. My responsibility was the returns "
    "desk. He left happy and gave us five stars.",
    "We were losing about ten clients per month when I joined. The director told me to find out why. I "
    "called sixty former clients and asked each of them three questions, then I rewrote our welcome "
    "letter. Half a year later we were losing two.",
)

NO_STORIES = (
    "To me, customer service is more than answering phones. It's about building trust and making people "
    "feel valued. A company that takes care of its customers will always do well.",
    "Well, first of all I would try to understand why they're upset. Then I would apologize and see what "
    "I can do. If it's something I can't solve, I'd bring in my supervisor.",
    "When a customer is angry, I stay calm and I let them vent. I don't take it personally. I repeat "
    "what they said so they know I understood, and then we work on a solution together.",
    "I would describe myself as a team player who is organized and reliable. I have worked in retail for "
    "six years and I know how to deal with people.",
    "Good communication is important because misunderstandings cost money. You should always confirm "
    "what was said. I believe listening is half of it.",
    "In my last job I handled about fifty calls a day. I answered questions about billing, I helped "
    "people with passwords and I escalated technical issues. I was always polite.",
    "What draws me to this work is the variety. Every day is different, and I like meeting new people. I "
    "grew up in a family restaurant, so service is in my blood.",
    "Honestly I can't think of a specific example right now, but I'm sure it happened. I deal with "
    "difficult people all the time.",
    "Why should you hire me? Because I learn fast, I care, and I show up on time. I finished my degree "
    "while working full time.",
    "Empathy, speed and honesty. Empathy because people want to be understood, speed because nobody "
    "likes waiting, and honesty because trust is everything.",
    "I'd define it as the art of making somebody's day a little easier. Service is attitude first and skill second.",
    "For me the most important skill is patience, because without patience you can't listen, and without "
    "listening you can't solve anything.",
    "I would probably start by asking what exactly went wrong. Depending on the answer I'd either "
    "replace the product or give a refund, and I'd make a note for my manager.",
    "My way of dealing with angry people is to lower my voice. I nod, I write things down, and I "
    "summarise at the end. Usually they calm down within minutes.",
    "I'm organized, curious and I don't give up easily. My colleagues would say that I'm the one who brings cake.",
    "I want to work here because I've been a customer for years and your staff are always kind. I'd love "
    "to be part of that.",
    "First, acknowledge the problem. Second, apologise sincerely. Third, offer a solution and a "
    "timeline. And finally, follow up.",
    "I started out as a cashier, then I became a shift manager, and for the last two years I've been "
    "running the whole floor.",
    "I've dealt with a lot of angry customers over the years and I've always managed to calm them down, "
    "because I know how they feel.",
    "Respect, patience, humour, speed, honesty.",
)

NOTICED = {"situation": 7, "task": 0, "action": 10, "result": 11}
"""Removals called "no", of 16, at least. A Task is never called missing."""


def segments(row: str) -> list[tuple[str, str]]:
    """Part and text, in order."""
    return [
        (next(part for part in PARTS if part[0].upper() == letter), said)
        for letter, said in re.findall(r"([STAR])\|(.*?)(?= [STAR]\||$)", row)
    ]


def without_stops(said: str) -> str:
    return re.sub(r"[.,!?]", "", said).lower()


@pytest.mark.parametrize("change", [str, without_stops], ids=["as written", "without stops"])
@pytest.mark.parametrize("row", LABELLED)
def test_nothing_that_is_told_is_called_missing(row, change):
    reading = hear(change(" ".join(said for _, said in segments(row))))
    assert reading.story.present is True
    assert "no" not in {part.present for part in reading.parts.values()}


@pytest.mark.parametrize("part", PARTS)
def test_many_removals_are_noticed(part):
    heard = [
        hear(" ".join(said for name, said in segments(row) if name != part)).parts[part].present for row in LABELLED
    ]
    assert heard.count("no") >= NOTICED[part]
    if part == "task":
        assert "no" not in heard


def test_most_sentences_get_their_label():
    right = total = 0
    for row in LABELLED:
        told = [name for name, said in segments(row) for _ in re.findall(r"[.!?](?= |$)", said)]
        labels = [one.label for one in hear(" ".join(said for _, said in segments(row))).labels]
        assert len(told) == len(labels)
        right += sum(a == b for a, b in zip(told, labels, strict=True))
        total += len(told)
    assert right >= 0.85 * total, (right, total)


@pytest.mark.parametrize("said", STORIES)
def test_stories_of_other_registers(said):
    assert hear(said).story.present is True


@pytest.mark.parametrize("said", NO_STORIES)
def test_what_is_no_story_is_never_taken_for_one(said):
    assert hear(said).story.present is not True


def test_most_of_what_is_no_story_is_called_so():
    assert sum(hear(said).story.present is False for said in NO_STORIES) >= 0.6 * len(NO_STORIES)
