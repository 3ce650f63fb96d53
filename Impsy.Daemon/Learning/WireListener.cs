using Impsy.Hardware.Linux;
using Impsy.Hardware.Midi;
using Impsy.Hardware.Serial;

namespace Impsy.Daemon.Learning;

/// <summary>Listens to a serial MIDI wire that nobody else has open. One thread.</summary>
internal sealed class WireListener(LearnSession session, string path)
{
    private readonly HeardPort _port = new(HeardPortKind.SerialMidi, path);

    public void Run()
    {
        try
        {
            using SerialPort port = new(path, SerialPort.MidiBaud, session.Stop);
            session.Tell($"listening to {path}");
            MidiParser parser = default;
            byte[] buffer = new byte[256];
            while (port.Read(buffer, out int count) == SerialReadResult.Data)
            {
                foreach (byte value in buffer.AsSpan(0, count))
                {
                    if (parser.TryPush(value, out MidiMessage message))
                        session.Hear(_port, RawMessage.Of(message, MonotonicClock.Now()));
                }
            }
        }
        catch (IOException failure)
        {
            session.Fail(failure);
        }
    }
}
