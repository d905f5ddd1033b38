#!/usr/bin/env bash
# Tries a package in a Debian that has nothing of ours: install, self-check, demo, the window with a folder, a question, the
# same again after a restart, removal. As root:
#
#   installer/try_linux.sh PACKAGE.deb|PACKAGE.tar.xz [FOLDER]
#
# FOLDER gets the Debian (made by debootstrap, and kept for the next try), screenshots and the times of starts.
# Needs debootstrap, Xvfb, openbox, xdotool and ImageMagick. SUITE and MIRROR choose the Debian.
set -euo pipefail
package=$(readlink -f "$1")
work=$(mkdir -p "${2:-/tmp/pagelight-try}" && readlink -f "${2:-/tmp/pagelight-try}")
root=$work/root
display=:97

say() { printf '\n== %s\n' "$*"; }
inside() { chroot "$root" "$@"; }
# As a person, whose DISPLAY is reached without files. Nothing of the environment outside comes along.
person() { inside runuser -u anna -- env -i HOME=/home/anna PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY=$display \
    ${TRACE:+PAGELIGHT_TRACE_START=1} "$@"; }

[ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase "${SUITE:-bookworm}" "$root" "${MIRROR:-http://deb.debian.org/debian}"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mountpoint -q "$root/dev/shm" || mount -t tmpfs tmpfs "$root/dev/shm"
cleanup() {
    [ -z "${window:-}" ] || kill $(family "$window") 2>/dev/null || true
    [ -z "${manager:-}" ] || kill "$manager" 2>/dev/null || true
    [ -z "${screen:-}" ] || kill "$screen" 2>/dev/null || true
    sleep 1
    umount "$root/dev/shm" "$root/proc" || true
}
trap cleanup EXIT
inside id anna >/dev/null 2>&1 || inside useradd --create-home anna
rm -rf "$root"/home/anna/{.local,.config,.cache,papers}
# The package of the system's libraries that it depends on, or what README.txt names, comes from the mirror.
inside apt-get update -qq
say "Install $(basename "$package")"
case $package in
    *.deb)
        cp "$package" "$root/tmp/pagelight.deb"
        inside env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends /tmp/pagelight.deb >"$work/install.log" 2>&1
        program=pagelight
        samples=$root/usr/lib/pagelight/_internal/assets/samples
        ;;
    *)
        inside env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
            libegl1 libgl1 libopengl0 fonts-dejavu-core >"$work/install.log" 2>&1
        tar -xf "$package" -C "$root/home/anna"
        folder=$(basename "$package" .tar.xz)
        inside chown -R anna: "/home/anna/$folder"
        program=/home/anna/$folder/pagelight
        samples=$root/home/anna/$folder/program/_internal/assets/samples
        person "/home/anna/$folder/menu-entry"
        grep -q "^Exec=\"$program\" gui %F" "$root/home/anna/.local/share/applications/pagelight.desktop"
        ;;
esac
if inside which python3; then echo "There is a Python in this Debian, so this proves little."; fi

say "In the terminal"
person "$program" --version
person "$program" --version --verbose >"$work/version.txt"
if grep "not as it was made" "$work/version.txt"; then exit 1; fi
person "$program" --self-check
person "$program" demo --no-window --out /home/anna/lit
# A document of the person's own, which nothing may touch.
cp -r "$samples" "$root/home/anna/papers"
inside chown -R anna: /home/anna/papers
before=$(cd "$root/home/anna/papers" && sha256sum * | sha256sum)

say "The window"
Xvfb $display -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
sleep 2
# Keys only count in a window that is active, which a window manager makes it.
DISPLAY=$display openbox >/dev/null 2>&1 &
manager=$!
start() {
    local begun
    begun=$(date +%s.%N)
    TRACE=1 person "$program" gui "$@" 2>"$work/trace.txt" &
    window=$!
    for _ in $(seq 600); do
        if grep -q '^ready' "$work/trace.txt"; then break; fi
        sleep 0.2
    done
    awk -v begun="$begun" '/^(first paint|ready) /{ when = $NF; $NF = ""; printf "  %s%.2f s\n", $0, when - begun }' "$work/trace.txt"
}
# The window is a child of what changes the root and the person.
family() { local child; for child in $(pgrep -P "$1"); do family "$child"; echo "$child"; done; }
finish() {
    local members
    members=$(family "$window")
    xdotool_ key ctrl+q
    for _ in $(seq 300); do kill -0 "$window" 2>/dev/null || break; sleep 0.2; done
    if kill -0 "$window" 2>/dev/null; then
        echo "It did not end when asked to."
        kill $members 2>/dev/null || true
    fi
    wait "$window" 2>/dev/null || true
    window=
}
xdotool_() { DISPLAY=$display xdotool "$@"; }
picture() { DISPLAY=$display import -window root "$work/$1.png"; echo "$work/$1.png"; }
# The program's files alone are taken out of the system's memory: others work here, too.
find "$(dirname "$(dirname "$samples")")" -type f -size +100k -exec dd if={} iflag=nocache count=0 status=none \;
echo "cold:"
start /home/anna/papers
sleep "${INDEXING_S:-45}"
picture 1-indexed
xdotool_ type --delay 60 "last ferry on Sundays"
sleep 6
picture 2-found
finish
echo "warm:"
for number in 1 2 3; do start; [ $number = 3 ] || finish; done
sleep 3
picture 3-again
finish
person "$program" search "last ferry on Sundays" --json | head -c 300
echo

say "Removal"
case $package in
    *.deb)
        inside apt-get purge -qy pagelight >"$work/remove.log" 2>&1
        left=$(inside find / -xdev -path /proc -prune -o \( -path '/home/*' -o -path '/tmp/*' -o -path '/var/cache/*' \) -prune \
            -o -iname '*pagelight*' -print)
        [ -z "$left" ] || { echo "left: $left"; exit 1; }
        ;;
    *)
        person "/home/anna/$folder/menu-entry" --remove
        rm -rf "$root/home/anna/$folder"
        if find "$root/home/anna/.local/share/applications" "$root/home/anna/.local/share/icons" -name 'pagelight*' | grep .; then exit 1; fi
        ;;
esac
[ "$before" = "$(cd "$root/home/anna/papers" && sha256sum * | sha256sum)" ] && echo "The documents are as they were."
[ -f "$root/home/anna/.local/share/Pagelight/library/library.json" ] && echo "The library is still there."
(cd "$root/home/anna" && find . -name '*agelight*' -prune -print)
say "It works."
