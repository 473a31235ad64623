#!/usr/bin/env bash
# Packs dist/Protocol Designer.app as a disk image into dist/packages; signs and notarises it where the environment
# has the means (CODESIGN_IDENTITY; NOTARY_PROFILE as stored by notarytool). Runs on macOS.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname)" = Darwin ] || { echo "A disk image is made on macOS only." >&2; exit 1; }
app="dist/Protocol Designer.app"
[ -d "$app" ] || { echo "There is no $app; type make build first." >&2; exit 1; }
version=$(/usr/libexec/PlistBuddy -c 'Print :CFBundleShortVersionString' "$app/Contents/Info.plist")
image="dist/packages/protocol-designer-$version-$(uname -m).dmg"
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
mkdir -p dist/packages

if [ -n "${CODESIGN_IDENTITY:-}" ] && [ -n "${NOTARY_PROFILE:-}" ]; then
    ditto -c -k --keepParent "$app" "$staged/app.zip"
    xcrun notarytool submit "$staged/app.zip" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$app"
    rm "$staged/app.zip"
fi
ditto "$app" "$staged/Protocol Designer.app"
ln -s /Applications "$staged/Applications"
cp LICENSE "$staged/Licence.txt"

# The system's indexer holds the volume now and then, and hdiutil then says "Resource busy".
for attempt in 1 2 3 4 5; do
    hdiutil create -volname "Protocol Designer $version" -srcfolder "$staged" -fs HFS+ -format UDZO -ov "$image" && break
    [ "$attempt" = 5 ] && { echo "hdiutil failed five times." >&2; exit 1; }
    sleep $((attempt * 3))
done
if [ -n "${CODESIGN_IDENTITY:-}" ]; then codesign --sign "$CODESIGN_IDENTITY" --timestamp "$image"; fi
hdiutil verify -quiet "$image"
echo "$image"
