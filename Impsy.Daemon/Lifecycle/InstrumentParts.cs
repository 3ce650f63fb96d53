using Impsy.Daemon.Models;
using Impsy.Daemon.Service;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Linux;

namespace Impsy.Daemon.Lifecycle;

/// <summary>What lives as long as the instrument, whatever its configuration becomes.</summary>
/// <param name="Bell">Of the performance thread.</param>
/// <param name="Sounding">Where a successor finds the notes; null: nowhere.</param>
/// <param name="LogFolder">Of performances.</param>
internal sealed record InstrumentParts(
    EventFd Bell, CommandQueue Commands, ModelLoader Models, SoundingFile? Sounding, string LogFolder, ILogger Logger);
