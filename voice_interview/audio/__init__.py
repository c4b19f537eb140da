"""Sound in and out: the only place that touches sounddevice, soundfile, soxr and PyAV. Everything it hands out is mono
float32 at 16 kHz."""
