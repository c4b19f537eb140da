"""Speech taken apart into frames (pitch, harmonics, breath) and put together again higher, longer or flatter.

The frames are those of hibari-tts (12.5 ms at 24 kHz), whose network gives them directly; other voices are analysed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.fft
from hibari import dsp
from numpy.typing import NDArray

Array = NDArray[np.float32]

RATE = dsp.SR
HOP = dsp.HOP
FRAME_SECONDS = HOP / RATE
BINS = dsp.N_FFT // 2 + 1

LOWEST, HIGHEST = 60.0, 420.0
"""Pitch in hertz that is looked for: a creaky man's and a child's."""

PERIODIC = 0.5
"""Normalised autocorrelation from which a frame is called voiced (Boersma's default in Praat is 0.45)."""

LIFTER = 0.6
"""Share of the pitch period up to which the cepstrum is the vocal tract's and not the voice's."""

BREATH = 4000.0
"""Hertz above which an analysed voice is given as much breath as voice: analysis does not separate the two."""


@dataclass(frozen=True)
class Frames:
    """`harmonics` and `breath`: (601, n) natural logarithms of amplitude; `phase`: (601, n) radians of the harmonics;
    `pitch`: (n,) hertz, below 40 where unvoiced."""

    harmonics: Array
    breath: Array
    phase: Array
    pitch: Array

    def __len__(self) -> int:
        return len(self.pitch)

    @property
    def seconds(self) -> float:
        return float(len(self) * FRAME_SECONDS)

    def part(self, first: int, last: int) -> Frames:
        return Frames(
            harmonics=self.harmonics[:, first:last],
            breath=self.breath[:, first:last],
            phase=self.phase[:, first:last],
            pitch=self.pitch[first:last],
        )

    def moved(self, pitch: float, formants: float) -> Frames:
        """Pitch and formants multiplied: 1.2 and 1.15 make a woman of a man, about."""
        wanted = np.arange(BINS) / formants
        near = np.minimum(np.round(wanted), BINS - 1).astype(int)
        return Frames(
            harmonics=_warped(self.harmonics, wanted),
            breath=_warped(self.breath, wanted),
            phase=self.phase[near],
            pitch=self.pitch * np.float32(pitch),
        )

    def lasting(self, seconds: float) -> Frames:
        """Stretched or shortened evenly."""
        return self.at(np.linspace(0, len(self) - 1, max(2, round(seconds / FRAME_SECONDS))))

    def at(self, places: NDArray[np.float64]) -> Frames:
        """The frames at these (broken) places, interpolated; phase and voicing are those of the nearest frame."""
        left = np.clip(np.floor(places).astype(int), 0, len(self) - 1)
        right = np.minimum(left + 1, len(self) - 1)
        share = (places - left).astype(np.float32)
        near = np.where(share < 0.5, left, right)
        both = (self.pitch[left] > 40) & (self.pitch[right] > 40)
        between = self.pitch[left] * (1 - share) + self.pitch[right] * share
        return Frames(
            harmonics=self.harmonics[:, left] * (1 - share) + self.harmonics[:, right] * share,
            breath=self.breath[:, left] * (1 - share) + self.breath[:, right] * share,
            phase=self.phase[:, near],
            pitch=np.where(both, between, self.pitch[near]).astype(np.float32),
        )

    def sung(self, pitch: Array) -> Frames:
        """With this pitch in hertz wherever there is voice, and in gaps shorter than the frames know."""
        return replace(self, pitch=np.where(self.pitch > 40, pitch, self.pitch).astype(np.float32))

    def sound(self, seed: int = 0) -> Array:
        """Samples at 24 kHz; the breath is random, from `seed`."""
        random = np.random.default_rng(seed)
        spectrum = dsp.stft(dsp.pulses(self.pitch), len(self))
        spectrum *= np.exp(np.minimum(self.harmonics, 7.0) + 1j * self.phase).astype(np.complex64)
        breath = random.standard_normal((BINS, 2 * len(self)), dtype=np.float32).view(np.complex64)
        spectrum += breath * np.exp(np.minimum(self.breath, 7.0))
        return np.asarray(dsp.ola(spectrum), np.float32)


def _warped(spectra: Array, wanted: NDArray[np.float64]) -> Array:
    left = np.minimum(np.floor(wanted).astype(int), BINS - 1)
    right = np.minimum(left + 1, BINS - 1)
    share = np.clip(wanted - left, 0, 1).astype(np.float32)[:, None]
    return np.asarray(spectra[left] * (1 - share) + spectra[right] * share, np.float32)


def analyse(sound: Array) -> Frames:
    """Frames of samples at 24 kHz: the envelope of the spectrum by cepstral smoothing under the pitch, with minimum
    phase; pitch by autocorrelation."""
    count = max(1, len(sound) // HOP)
    padded = np.pad(sound.astype(np.float32), (dsp.N_FFT // 2, dsp.N_FFT))
    cut = np.lib.stride_tricks.sliding_window_view(padded, dsp.N_FFT)[::HOP][:count] * dsp.WIN
    pitch = _pitch(cut)
    size = 2048
    power = np.abs(scipy.fft.rfft(cut, size, axis=1)) * (4 / dsp.N_FFT)
    cepstrum = scipy.fft.irfft(np.log(power + 1e-6), size, axis=1)
    lags = np.arange(size)
    longest = np.where(pitch > 40, LIFTER * RATE / np.maximum(pitch, 40), RATE * 0.0025)[:, None]
    kept = cepstrum * (np.minimum(lags, size - lags) < longest)
    causal = np.where(lags == 0, 1, np.where(lags < size // 2, 2, 0))
    whole = scipy.fft.fft(kept * causal, axis=1)[:, : size // 2 + 1]
    grid = np.arange(BINS) * size / dsp.N_FFT
    envelope = np.stack([np.interp(grid, np.arange(size // 2 + 1), row) for row in whole.real], axis=1)
    phase = np.stack([np.interp(grid, np.arange(size // 2 + 1), row) for row in whole.imag], axis=1)
    return _frames(envelope.astype(np.float32), phase.astype(np.float32), pitch)


def _frames(envelope: Array, phase: Array, pitch: Array) -> Frames:
    """Voiced frames get breath in the highs only; unvoiced ones are all breath."""
    hertz = np.arange(BINS)[:, None] * RATE / dsp.N_FFT
    voiced = (pitch > 40)[None, :]
    breath_of_noise = envelope + np.float32(np.log(dsp.N_FFT / 4 / np.sqrt(dsp.N_FFT / 2)))
    airy = np.clip((hertz - BREATH) / 2000, -4.0, -0.5)
    return Frames(
        harmonics=np.where(voiced, envelope + 0.7, -12).astype(np.float32),
        breath=np.where(voiced, breath_of_noise + airy - 1.0, breath_of_noise).astype(np.float32),
        phase=phase,
        pitch=pitch,
    )


def _pitch(cut: Array) -> Array:
    """Hertz of each windowed frame, 0 where it is not periodic or nearly silent; smoothed over five frames."""
    size = 4096
    spectrum = scipy.fft.rfft(cut - cut.mean(axis=1, keepdims=True), size, axis=1)
    auto = scipy.fft.irfft(np.abs(spectrum) ** 2, size, axis=1)
    window = scipy.fft.irfft(np.abs(scipy.fft.rfft(dsp.WIN, size)) ** 2, size)
    shortest, longest = int(RATE / HIGHEST), int(RATE / LOWEST)
    lags = np.arange(shortest, longest)
    power = auto[:, :1]
    rated = auto[:, lags] / np.maximum(power, 1e-9) / (window[lags] / window[0])
    rated = rated - 0.02 * np.log2(lags / shortest)  # of two octaves the higher, where they fit alike
    best = rated.argmax(axis=1)
    loud = power[:, 0] > 1e-4 * max(float(power.max()), 1e-9)
    voiced = (rated[np.arange(len(best)), best] > PERIODIC) & loud
    found = np.where(voiced, RATE / lags[best], 0.0)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(found, 2, mode="edge"), 5)
    return np.where(voiced, np.median(around, axis=1), 0.0).astype(np.float32)
