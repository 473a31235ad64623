#!/usr/bin/env bash
# Signs a Windows program with the certificate in CERTIFICATE (PFX, base64) and PASSWORD; does nothing without one.
set -euo pipefail
if [ -z "${CERTIFICATE:-}" ]; then echo "No certificate: $1 is not signed."; exit 0; fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '%s' "$CERTIFICATE" | base64 --decode >"$folder/certificate.pfx"
tool=$(find "/c/Program Files (x86)/Windows Kits/10/bin" -path '*x64/signtool.exe' | sort | tail -n 1)
MSYS2_ARG_CONV_EXCL='*' "$tool" sign /fd sha256 /tr http://timestamp.digicert.com /td sha256 \
    /f "$(cygpath -w "$folder/certificate.pfx")" /p "$PASSWORD" "$(cygpath -w "$1")"
