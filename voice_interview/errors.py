"""What can go wrong, in one sentence each: what happened, then what to do.

VoiceInterviewError            everything expected; the command line prints it in one line and exits 1
├── AudioError                 sound in or out
│   ├── NoAudioSystemError     PortAudio is missing
│   ├── NoMicrophoneError      no input device, or not the one named
│   ├── NoSpeakerError         no output device, or not the one named
│   ├── DeviceError            a device refused to open or went away
│   └── UnreadableAudioError   a file that no decoder reads
├── VoiceError                 text could not be spoken
├── EngineError                speech could not be transcribed
│   └── WeightsError           Whisper weights missing or damaged
├── MeaningError               the sentence model is missing or damaged
├── CompanyError               a company's text that cannot be read
├── QuestionError              a question or pack that cannot be used
├── TranscriptError            a transcript file that cannot be read
├── TakeError                  a take missing, unreadable or not writable
├── CorrectionError            nothing is there that could be corrected
├── CommentError               a comment that cannot be made, or a file that holds none
├── RubricError                a rubric that cannot be read, or a criterion that it does not have
├── FormatError                a take that a format cannot show
├── HomeError                  a path that begins in the home folder of nobody
├── PacketError                a packet that cannot be read, or not be made
├── ClusterError               a cluster that is not there, or where nobody can take part
└── PluginError                a plug-in that nobody registered, or that cannot be imported
"""

from __future__ import annotations

LONGEST = 1_000
"""Characters of a sentence. Most have under 150; what is longer quotes somebody's file."""


class VoiceInterviewError(Exception):
    """An expected failure: `message` says what happened, `fix` what to do; both whole sentences, without anything that
    a terminal would obey, whatever name or file they quote."""

    code = "failed"

    def __init__(self, message: str, fix: str) -> None:
        message, fix = plain(message), plain(fix)
        super().__init__(f"{message} {fix}".strip())
        self.message = message
        self.fix = fix


def plain(sentence: str) -> str:
    """What a terminal shows as it is, cut in its middle where it is too long."""
    if len(sentence) > LONGEST:
        sentence = f"{sentence[: LONGEST - 200]} … {sentence[-150:]}"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in sentence)


class AudioError(VoiceInterviewError):
    code = "audio"


class NoAudioSystemError(AudioError):
    code = "no-audio-system"


class NoMicrophoneError(AudioError):
    code = "no-microphone"


class NoSpeakerError(AudioError):
    code = "no-speaker"


class DeviceError(AudioError):
    code = "device"


class UnreadableAudioError(AudioError):
    code = "unreadable-audio"


class VoiceError(VoiceInterviewError):
    code = "voice"


class EngineError(VoiceInterviewError):
    code = "engine"


class WeightsError(EngineError):
    code = "weights"


class MeaningError(VoiceInterviewError):
    code = "meaning"


class CompanyError(VoiceInterviewError):
    code = "company"


class QuestionError(VoiceInterviewError):
    code = "question"


class TranscriptError(VoiceInterviewError):
    code = "transcript"


class TakeError(VoiceInterviewError):
    code = "take"


class CorrectionError(VoiceInterviewError):
    code = "correction"


class CommentError(VoiceInterviewError):
    code = "comment"


class RubricError(VoiceInterviewError):
    code = "rubric"


class FormatError(VoiceInterviewError):
    code = "format"


class HomeError(VoiceInterviewError):
    code = "home"


class PacketError(VoiceInterviewError):
    code = "packet"


class ClusterError(VoiceInterviewError):
    code = "cluster"


class PluginError(VoiceInterviewError):
    code = "plugin"
