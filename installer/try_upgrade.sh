#!/usr/bin/env bash
# Tries what an update does to a library: an older Pagelight makes one, a newer one opens it. Nothing may be lost or read
# again, and the older one may refuse what it does not know, but not harm it.
#
#   installer/try_upgrade.sh OLDER/pagelight NEWER/pagelight FOLDER-OF-DOCUMENTS
set -euo pipefail
older=$(readlink -f "$1") newer=$(readlink -f "$2") documents=$(readlink -f "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PAGELIGHT_HOME=$work/home

pages() { "$1" status --json | tr ',' '\n' | grep -m1 '"pages"' | tr -dc '0-9'; }
# What is searched is kept in files that are only ever added and replaced: those that stay were not made again.
kept() { (cd "$work/home/library/tables" && find . -name '*.lance' -path '*data*' -type f -exec sha256sum {} + | sort -k2); }

"$older" index "$documents" >/dev/null
before=$(pages "$older")
kept >"$work/before"
echo "made by $("$older" --version): $before pages"

"$newer" rescan >"$work/said" 2>&1
cat "$work/said"
after=$(pages "$newer")
kept >"$work/after"
[ "$before" = "$after" ] || { echo "There were $before pages, and now there are $after."; exit 1; }
echo "opened by $("$newer" --version): $after pages; of $(wc -l <"$work/after") files of tables, these were written anew:"
# Only what another model, or a newer one, needs should be among them.
comm -13 <(sort "$work/before") <(sort "$work/after") | sed -E 's|^[0-9a-f]+ +[.]/([^/]+)[.]lance/.*|\1|' | sort | uniq -c
"$newer" search "the" --json >/dev/null

echo "A library of a version that is not there yet:"
sed -i -z -E 's/("format": \[\s*)[0-9]+/\199/' "$work/home/library/library.json"
tr -d '\n ' <"$work/home/library/library.json" | grep -q '"format":\[99' || { echo "library.json has another form now"; exit 1; }
sum=$(sha256sum <"$work/home/library/library.json")
if "$newer" search "the" 2>"$work/refused"; then echo "It was opened all the same."; exit 1; fi
cat "$work/refused"
[ "$sum" = "$(sha256sum <"$work/home/library/library.json")" ] || { echo "It was changed."; exit 1; }
