#!/bin/sh
# The Debian packages that the tests use and pip cannot bring. As root they are installed by apt-get; otherwise the one
# line to run is printed, and the tests that miss them are skipped and counted.
set -u
wanted='
libportaudio2       the sound system that sounddevice speaks to
libasound2-plugins  ALSA programs on a virtual sound card
pulseaudio          the virtual sound card
pulseaudio-utils    playing into and recording from the virtual sound card
espeak-ng           a second voice, so that the tests do not hear one voice only
chromium            the browser in which the pages are tried
curl                what docs/serve.md asks the pages with
'
command -v dpkg-query >/dev/null 2>&1 || { echo "Not a Debian system: install these yourself for the sound tests:$wanted" >&2; exit 0; }
missing=$(echo "$wanted" | while read -r package why; do
    [ -n "$package" ] || continue
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package  $why"
done)
[ -n "$missing" ] || exit 0
names=$(echo "$missing" | cut -d ' ' -f 1 | tr '\n' ' ')
if [ "$(id -u)" = 0 ]; then
    printf 'Installing for the tests:\n%s\n' "$missing" >&2
    apt-get update -qq >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $names >&2 && exit 0
    echo "apt-get failed; tests that need these packages are skipped." >&2
else
    printf 'For all of the tests install:\n%s\n\n    sudo apt-get install --no-install-recommends %s\n\n' "$missing" "$names" >&2
fi
exit 0
