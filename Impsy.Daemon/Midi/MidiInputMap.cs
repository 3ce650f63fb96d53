using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Midi;

/// <summary>What a port's messages mean to the instrument. One thread at a time; allocates nothing.</summary>
/// <param name="mappings">One message may be the matter of several.</param>
/// <param name="source">Of the port, for what is passed on.</param>
internal sealed class MidiInputMap(IReadOnlyList<MidiMapping> mappings, byte source)
{
    private readonly MidiMapping[] _mappings = [.. mappings];

    public byte Source => source;

    /// <returns>False when the message means nothing here.</returns>
    public bool TryMap(in MidiMessage message, long time, out PlayerInput input)
    {
        input = new PlayerInput { Time = time, Source = source };
        switch (message.Type)
        {
            case MidiMessageType.NoteOn or MidiMessageType.NoteOff:
                MapNote(message, ref input);
                break;
            case MidiMessageType.ControlChange:
                foreach (ref readonly MidiMapping mapping in _mappings.AsSpan())
                {
                    if (mapping.Kind == MidiMessageKind.ControlChange && mapping.Channel == message.Channel
                        && mapping.Controller == message.Data1)
                        Set(ref input, mapping.Control, mapping.Normalize(message.Data2));
                }
                break;
            case MidiMessageType.PitchBend:
                foreach (ref readonly MidiMapping mapping in _mappings.AsSpan())
                {
                    if (mapping.Kind == MidiMessageKind.PitchBend && mapping.Channel == message.Channel)
                        Set(ref input, mapping.Control, mapping.Normalize(message.Bend));
                }
                break;
        }
        return input.Sent != 0 || input.Lifted != 0;
    }

    private void MapNote(in MidiMessage message, ref PlayerInput input)
    {
        bool within = false; // of the note entry that a velocity entry below it belongs to
        foreach (ref readonly MidiMapping mapping in _mappings.AsSpan())
        {
            if (mapping.Channel != message.Channel)
                continue;
            if (mapping.Kind == MidiMessageKind.Note)
            {
                within = mapping.Holds(message.Data1);
                if (within && message.IsNoteOn)
                    Set(ref input, mapping.Control, mapping.Normalize(message.Data1));
                else if (within)
                    Lift(ref input, mapping.Control, mapping.Normalize(message.Data1));
            }
            else if (mapping.Kind == MidiMessageKind.Velocity && within && message.IsNoteOn)
            {
                Set(ref input, mapping.Control, mapping.Normalize(message.Data2));
            }
        }
        if (input.Sent != 0)
            input.Velocity = message.Data2;
    }

    private static void Set(ref PlayerInput input, int control, float value)
    {
        input.Sent |= 1UL << control;
        input.Values[control] = value;
    }

    private static void Lift(ref PlayerInput input, int control, float value)
    {
        input.Lifted |= 1UL << control;
        input.Values[control] = value;
    }
}
