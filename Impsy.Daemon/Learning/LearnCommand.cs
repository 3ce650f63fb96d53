using System.Runtime.InteropServices;
using Impsy.Daemon.Commands;
using Impsy.Hardware.Alsa;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;
using Impsy.Hardware.Serial;

namespace Impsy.Daemon.Learning;

/// <summary>
/// impsy learn: listens to everything that is plugged in, while somebody moves each control in turn, and writes the
/// mapping. MIDI ports can be shared, so an instrument that plays meanwhile plays on.
/// </summary>
internal sealed class LearnCommand : IDisposable
{
    private readonly MidiLearner _learner = new();
    private readonly Lock _learning = new();
    private readonly EventFd _stop = new();
    private readonly TextWriter _told;
    private readonly int _controls;
    private volatile bool _failed;

    private LearnCommand(int controls, TextWriter told)
    {
        _controls = controls;
        _told = told;
    }

    public static IReadOnlyList<CommandOption> Options { get; } =
    [
        new("controls", null, "N", "how many there are (until Enter)"),
        new("serial", null, "PATH", "a serial MIDI wire to listen to, too"),
        new("to", null, "FILE", "a new file to write to (standard output)"),
    ];

    /// <param name="controls">How many to learn; 0: until Enter or Ctrl-C.</param>
    /// <param name="serial">A serial MIDI wire to listen to, too; null: none.</param>
    /// <param name="file">Where the section is written; null: to standard output.</param>
    public static int Run(int controls, string? serial, string? file)
    {
        if (file is not null && File.Exists(file))
        {
            Console.Error.WriteLine($"impsy: {file}: expected a file that is not there yet");
            return ExitCodes.Usage;
        }
        using LearnCommand command = new(controls, Console.Error);
        if (!command.TryListen(serial))
            return ExitCodes.Failure;
        if (command._learner.Learned.Count == 0)
        {
            Console.Error.WriteLine("impsy: nothing was moved");
            return ExitCodes.Failure;
        }
        string section = LearnedSection.Write(command._learner.Learned);
        if (file is null)
            Console.Out.Write(section);
        else
            File.WriteAllText(file, section);
        return 0;
    }

    public void Dispose() => _stop.Dispose();

    private bool IsComplete => _controls > 0 && _learner.Learned.Count == _controls;

    private bool TryListen(string? serial)
    {
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            _stop.Ring();
        });
        List<Thread> threads = [];
        if (serial is not null)
            threads.Add(new Thread(() => ListenToWire(serial)));
        if (serial is null || File.Exists("/dev/snd/seq"))
            threads.Add(new Thread(ListenToDevices));
        foreach (Thread thread in threads)
            thread.Start();
        new Thread(WaitForEnter) { IsBackground = true }.Start();
        _told.WriteLine("Move each control in turn, in the order of the model's controls; then press Enter.");
        foreach (Thread thread in threads)
            thread.Join();
        return !_failed;
    }

    private void WaitForEnter()
    {
        if (Console.In.ReadLine() is not null)
            _stop.Ring();
    }

    private void ListenToDevices()
    {
        try
        {
            using AlsaSequencer sequencer = new("IMPSY learn", _stop);
            int port = sequencer.CreatePort("IMPSY learn", AlsaPortDirection.In);
            Dictionary<AlsaAddress, string> names = [];
            Connect(sequencer, port, names);
            while (sequencer.Read(out AlsaEvent told))
            {
                if (told.Kind == AlsaEventKind.Midi && names.TryGetValue(told.Address, out string? name))
                    Take(name, told.Message);
                else if (told.Kind == AlsaEventKind.PortAdded)
                    Connect(sequencer, port, names);
            }
        }
        catch (IOException failure)
        {
            Fail(failure);
        }
    }

    private void Connect(AlsaSequencer sequencer, int port, Dictionary<AlsaAddress, string> names)
    {
        foreach (AlsaPort other in sequencer.Ports().Where(other =>
            other.IsReadable && other.Kind == AlsaPortKind.Hardware && !names.ContainsKey(other.Address)))
        {
            if (!sequencer.TryConnectFrom(other.Address, port, out string? problem))
            {
                _told.WriteLine($"{other.FullName}: {problem}");
                continue;
            }
            names[other.Address] = other.Name;
            _told.WriteLine($"listening to {other.FullName}");
        }
    }

    private void ListenToWire(string path)
    {
        try
        {
            using SerialPort port = new(path, SerialPort.MidiBaud, _stop);
            _told.WriteLine($"listening to {path}");
            MidiParser parser = default;
            byte[] buffer = new byte[256];
            while (port.Read(buffer, out int count) == SerialReadResult.Data)
            {
                foreach (byte value in buffer.AsSpan(0, count))
                {
                    if (parser.TryPush(value, out MidiMessage message))
                        Take(path, message);
                }
            }
        }
        catch (IOException failure)
        {
            Fail(failure);
        }
    }

    private void Take(string port, in MidiMessage message)
    {
        lock (_learning)
        {
            if (IsComplete || !_learner.Push(port, message))
                return;
            LearnedControl control = _learner.Learned[^1];
            _told.WriteLine($"control {_learner.Learned.Count}: {control.Entry} on {control.Port}");
            if (IsComplete)
                _stop.Ring();
        }
    }

    private void Fail(IOException failure)
    {
        _told.WriteLine($"impsy: {failure.Message}");
        _failed = true;
        _stop.Ring();
    }
}
