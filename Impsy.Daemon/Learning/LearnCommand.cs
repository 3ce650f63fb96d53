using System.Runtime.InteropServices;
using Impsy.Daemon.Commands;
using Impsy.Daemon.Config;

namespace Impsy.Daemon.Learning;

/// <summary>
/// impsy learn: listens to everything that is plugged in, while somebody moves each control in turn, and writes the
/// mapping. What an instrument that plays meanwhile has open is heard through it, and it plays on undisturbed.
/// </summary>
internal static class LearnCommand
{
    private const string Sequencer = "/dev/snd/seq";

    /// <returns>0; 1 when something could not be listened to, or nothing was moved; 2; 69.</returns>
    public static int Run(LearnOptions options)
    {
        if (options.File is { } path && File.Exists(path))
        {
            Console.Error.WriteLine($"impsy: {path}: expected a file that is not there yet");
            return ExitCodes.Usage;
        }
        using LearnSession session = new(options.Controls, Console.Error);
        if (!TryFind(session, options.Control, out InstrumentListener? instrument))
            return ExitCodes.Unavailable;
        using (instrument)
            Listen(session, [.. Listeners(session, options, instrument)]);
        IReadOnlyList<LearnedControl> learned = session.Learned;
        if (session.HasFailed)
            return ExitCodes.Failure;
        if (learned.Count == 0)
        {
            Console.Error.WriteLine("impsy: nothing was moved");
            return ExitCodes.Failure;
        }
        string section = LearnedSection.Write(learned);
        if (options.File is null)
            Console.Out.Write(section);
        else
            File.WriteAllText(options.File, section);
        return 0;
    }

    /// <param name="path">Null: that of a service, if there is one.</param>
    /// <returns>False: there is none where one was named.</returns>
    private static bool TryFind(LearnSession session, string? path, out InstrumentListener? instrument)
    {
        instrument = null;
        if (path is null && !File.Exists(ControlClient.DefaultPath))
            return true;
        try
        {
            instrument = new InstrumentListener(session, path ?? ControlClient.DefaultPath);
            return true;
        }
        catch (IOException failure)
        {
            session.Tell($"impsy: {failure.Message}");
            return path is null;
        }
    }

    private static IEnumerable<Action> Listeners(
        LearnSession session, LearnOptions options, InstrumentListener? instrument)
    {
        bool isAny = false;
        if (instrument is not null)
        {
            isAny = instrument.Ports.Count > 0;
            yield return instrument.Run;
        }
        if (options.Serial is { } wire && IsOurs(session, instrument, new HeardPort(HeardPortKind.SerialMidi, wire)))
        {
            isAny = true;
            yield return new WireListener(session, wire).Run;
        }
        foreach (ConverterConfig converter in options.Converters)
        {
            if (!IsOurs(session, instrument, ConverterListener.PortOf(converter)))
                continue;
            isAny = true;
            yield return new ConverterListener(session, converter).Run;
        }
        if (!isAny || File.Exists(Sequencer)) // that there is none is told when there is nothing else
            yield return new AlsaListener(session).Run;
    }

    /// <summary>Whether a device is left for us to open.</summary>
    private static bool IsOurs(LearnSession session, InstrumentListener? instrument, HeardPort wanted)
    {
        HeardPort? held = instrument?.Ports.FirstOrDefault(port => port.IsSameDevice(wanted));
        if (held is not null && held.Kind != wanted.Kind)
            session.Tell($"{wanted.Path}: the instrument that plays reads lines of numbers there");
        return held is null;
    }

    private static void Listen(LearnSession session, Action[] listeners)
    {
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            session.End();
        });
        Thread[] threads = [.. listeners.Select(listener => new Thread(() => listener()))];
        foreach (Thread thread in threads)
            thread.Start();
        new Thread(() => WaitForEnter(session)) { IsBackground = true }.Start();
        session.Tell("Move each control in turn, in the order of the model's controls; then press Enter.");
        foreach (Thread thread in threads)
            thread.Join();
    }

    private static void WaitForEnter(LearnSession session)
    {
        if (Console.In.ReadLine() is not null)
            session.End();
    }
}
