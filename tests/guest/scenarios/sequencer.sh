#!/usr/bin/env bash
# The unit tests that need ALSA's sequencer, which a build machine's kernel has not.
set -euo pipefail

case "${1:-}" in
  -h | --help)
    echo "usage: $0   (inside the guest, as root)"
    exit 0
    ;;
esac

share=$(cd "$(dirname "$0")/.." && pwd)
modprobe snd-seq
# One that is read for the first time is compiled for the first time: better simply than twice.
DOTNET_TieredPGO=0 DOTNET_EnableDiagnostics=0 exec "$share/dotnet/dotnet" "$share/tests/Impsy.Hardware.Tests.dll" sequencer
