using System.Net;
using System.Runtime.InteropServices;
using Impsy.Daemon.Channels;
using Impsy.Daemon.Commands;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Models;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Net;
using Impsy.Inference;
using Impsy.Inference.Performances;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impsy.Daemon.Replay;

/// <summary>
/// impsy replay: what the instrument would have answered to a recorded performance. Events go where they were asked
/// for; whatever else there is to say goes to standard error.
/// </summary>
internal static class ReplayCommand
{
    /// <returns>0, 2 when a file cannot be read or written, or 78 when the configuration or its model does not load.</returns>
    public static int Run(ReplayOptions options)
    {
        ConfigLoad load = ConfigFile.Load(options.ConfigPath, options.Overrides);
        foreach (ConfigProblem problem in load.Problems)
            Console.Error.WriteLine(problem);
        if (load.Config is not { } config)
            return ExitCodes.Configuration;
        // For the native library, which does not see .NET's idea of the environment.
        RealTime.SetNativeEnvironment("ORT_DISABLE_TELEMETRY", "1");
        try
        {
            using IPredictor model = ModelFile.Load(config.Model, config.Path, options.Seed);
            using ReplayLog log = new(options.LogPath, model.Dimension);
            if (!log.IsEmpty)
                return Play(options, config, model, log);
            foreach (LogProblem problem in log.Problems)
                Console.Error.WriteLine(problem);
            return Fail(ExitCodes.Usage,
                $"{options.LogPath}: expected rows of a player with {model.Dimension - 1} values, found none");
        }
        catch (ModelException refusal)
        {
            return Fail(ExitCodes.Configuration, refusal.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCodes.Usage, failure.Message);
        }
    }

    private static int Play(ReplayOptions options, InstrumentConfig config, IPredictor model, ReplayLog log)
    {
        using UdpSender sender = new();
        OscOutput? osc = null;
        if (options.To == ReplayOptions.ToOsc && !TryOpenOsc(config, model.Dimension, sender, out osc))
            return ExitCodes.Configuration;
        using OscOutput? output = osc;
        using ReplayPace pace = new(options.Speed);
        using RowWriter? rows = osc is null ? OpenRows(options, log, pace) : null;
        ReplayPerformer performer = new(pace, osc is null ? [] : [osc], rows);
        InteractionEngine engine = new(model.Dimension, model, config.EngineSettings, performer);
        Replayer replayer = new(engine, pace);

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        replayer.Run(log.Inputs());
        foreach (LogProblem problem in log.Problems)
            Console.Error.WriteLine(problem);
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{options.LogPath}: {engine.InputCount} inputs, {engine.PlayCount} predictions, seed {options.Seed}"));
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // the notes end first
            pace.Stop();
        }
    }

    private static RowWriter OpenRows(ReplayOptions options, ReplayLog log, ReplayPace pace)
    {
        // A performance cannot be had again: no file that is there is written over.
        Stream stream = options.To == ReplayOptions.ToStandardOutput
            ? Console.OpenStandardOutput()
            : new FileStream(options.To, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1);
        return new RowWriter(stream, log.StartMicroseconds, atOnce: pace.IsPaced);
    }

    private static bool TryOpenOsc(InstrumentConfig config, int dimension, UdpSender sender, out OscOutput? output)
    {
        output = null;
        if (config.Osc is not { } osc)
        {
            Fail(0, $"{config.Path}: osc: expected a section [osc] to send to, found none");
            return false;
        }
        // Here and now: a name that is known only later would lose the beginning.
        if (!HostResolver.TryResolve(osc.ClientIp, out IPAddress? address, out string? problem))
        {
            Fail(0, $"{config.Path}: osc.client_ip: {problem}");
            return false;
        }
        output = new OscOutput(osc with { ClientIp = address.ToString() }, dimension - 1, sender, NullLogger.Instance);
        output.Start();
        return true;
    }

    private static int Fail(int exitCode, string message)
    {
        Console.Error.WriteLine($"impsy: {message}");
        return exitCode;
    }
}
