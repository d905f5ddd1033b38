#!/bin/sh
# Makes dist/pagelight-VERSION-macos-ARCHITECTURE.dmg of dist/Pagelight.app; on a Mac. Untried so far.
#
# Signed if PAGELIGHT_SIGN_AS names a "Developer ID Application" certificate (the app itself is signed when it is frozen),
# notarised if PAGELIGHT_NOTARY_PROFILE names a profile of `xcrun notarytool store-credentials`.
set -eu
cd "$(dirname "$0")/../.."
version=$(/usr/libexec/PlistBuddy -c "Print CFBundleShortVersionString" dist/Pagelight.app/Contents/Info.plist)
dmg=dist/pagelight-$version-macos-$(uname -m).dmg

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R dist/Pagelight.app "$work"
ln -s /Applications "$work/Applications"
rm -f "$dmg"
hdiutil create -volname "Pagelight $version" -srcfolder "$work" -fs HFS+ -format ULMO "$dmg"

if [ -n "${PAGELIGHT_SIGN_AS:-}" ]; then
    codesign --verify --deep --strict dist/Pagelight.app
    codesign --sign "$PAGELIGHT_SIGN_AS" --timestamp "$dmg"
fi
if [ -n "${PAGELIGHT_NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$dmg" --keychain-profile "$PAGELIGHT_NOTARY_PROFILE" --wait
    xcrun stapler staple "$dmg"
    xcrun stapler validate "$dmg"
fi
echo "$dmg"
