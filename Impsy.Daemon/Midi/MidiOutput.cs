using Impsy.Daemon.Channels;
using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Hardware.Midi;

namespace Impsy.Daemon.Midi;

/// <summary>
/// Plays one destination in MIDI: controls become notes, controllers and bends by the mapping, and every note that is
/// begun is ended. Performance thread, but for <see cref="Return"/>; allocates nothing after construction.
/// </summary>
internal sealed class MidiOutput : IOutput
{
    private const long Millisecond = 1_000_000;
    private const int FullVelocity = 127;

    private readonly MidiVoice[] _voices;
    private readonly OutputConfig _config;
    private readonly NoteTable _notes;
    private readonly MidiWire _wire;
    private readonly StateLight? _light;
    private readonly long[] _struckAt = new long[NoteTable.Size];
    private readonly bool[] _everStruck = new bool[NoteTable.Size]; // since the destination was last there
    private int _returned;

    /// <param name="mappings">Of the controls, in the file's order: a velocity belongs to the note above it.</param>
    /// <param name="wire">With at least <see cref="KeysFor"/> keys.</param>
    /// <param name="light">Shows who plays; null: nothing does.</param>
    public MidiOutput(
        IReadOnlyList<MidiMapping> mappings, OutputConfig config, NoteTable notes, MidiWire wire,
        StateLight? light = null)
    {
        _voices = new MidiVoice[mappings.Count];
        for (int i = 0; i < _voices.Length; i++)
            _voices[i] = new MidiVoice(mappings[i], VelocityControl(mappings, i));
        _config = config;
        _notes = notes;
        _wire = wire;
        _light = light;
        for (int i = 0; i < NoteTable.Size; i++)
            _everStruck[i] = notes.IsLeft(i); // by a predecessor that was killed: they end with the first return
    }

    public MidiWire Wire => _wire;

    /// <summary>Notes that somebody holds here. Any thread.</summary>
    public int Sounding => _notes.Count;

    public long NextWake
    {
        get
        {
            if (Volatile.Read(ref _returned) != 0)
                return 0;
            long next = _wire.NextWake;
            foreach (ref readonly MidiVoice voice in _voices.AsSpan())
                next = Math.Min(Math.Min(next, voice.RepeatAt), Math.Min(voice.Model.EndsAt, voice.Player.EndsAt));
            return next;
        }
    }

    /// <summary>Keys that the messages of a mapping are sent with, one of them for the light.</summary>
    public static int KeysFor(IReadOnlyList<MidiMapping> mappings) => mappings.Count + 1;

    /// <summary>Any thread: the destination was away and is there again. What it may still be sounding ends.</summary>
    public void Return() => Volatile.Write(ref _returned, 1);

    public void Wake(long now)
    {
        if (Interlocked.Exchange(ref _returned, 0) != 0)
            ComeBack(now);
        for (int i = 0; i < _voices.Length; i++)
        {
            ref MidiVoice voice = ref _voices[i];
            if (voice.Model.EndsAt <= now)
                EndModel(i, now);
            if (voice.Player.EndsAt <= now)
                EndPlayer(ref voice, now);
            if (voice.RepeatAt <= now)
                SendValue(i, voice.Value, now);
        }
        _wire.Pump(now);
    }

    public void Play(long time, long interval, ReadOnlySpan<float> controls, ulong moved)
    {
        for (int i = 0; i < _voices.Length; i++)
        {
            ref MidiVoice voice = ref _voices[i];
            int value = voice.Mapping.Quantize(controls[voice.Mapping.Control]);
            if (voice.Mapping.Kind is MidiMessageKind.ControlChange or MidiMessageKind.PitchBend)
                PlayValue(i, value, time);
            else if (voice.Mapping.Kind is MidiMessageKind.Note
                && (_config.RetriggerAlways || moved == 0 || value != voice.Struck))
                StrikeModel(i, value, VelocityOf(voice, controls), time, interval);
        }
        _wire.Pump(time);
    }

    public void Thru(long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved)
    {
        byte holder = NoteTable.HolderOf(input.Source);
        for (int i = 0; i < _voices.Length; i++)
        {
            ref MidiVoice voice = ref _voices[i];
            int control = voice.Mapping.Control;
            int value = voice.Mapping.Quantize(controls[control]);
            bool isMoved = (moved >> control & 1) != 0;
            if (voice.Mapping.Kind is MidiMessageKind.ControlChange or MidiMessageKind.PitchBend)
            {
                if (isMoved)
                    PlayValue(i, value, time);
            }
            else if (voice.Mapping.Kind is MidiMessageKind.Note && (input.Sent >> control & 1) != 0)
            {
                if (input.Velocity != 0)
                    Strike(i, value, input.Velocity, holder, time);
                else if (isMoved && value != voice.Player.Note)
                    StrikePlayer(i, value, VelocityOf(voice, controls), holder, time);
            }
        }
        _wire.Pump(time);
    }

    public void Lift(long time, in PlayerInput input)
    {
        byte holder = NoteTable.HolderOf(input.Source);
        if (input.AllLifted)
            EndAll(holder, time);
        foreach (ref readonly MidiVoice voice in _voices.AsSpan())
        {
            MidiMapping mapping = voice.Mapping;
            if (mapping.Kind is MidiMessageKind.Note && (input.Lifted >> mapping.Control & 1) != 0)
                End(NoteTable.Index(mapping.Channel, mapping.Quantize(input.Values[mapping.Control])), holder, time);
        }
        _wire.Pump(time);
    }

    public void ReleaseNotes(long now)
    {
        for (int i = 0; i < _voices.Length; i++)
        {
            EndModel(i, now);
            _voices[i].Struck = MidiVoice.None; // the next event begins with a note, whichever it is
        }
        _wire.Pump(now);
    }

    public void ReleaseAll(long now)
    {
        ReleaseNotes(now);
        EndAll(byte.MaxValue, now);
        _wire.Flush(now);
    }

    public void Show(long now, PlayState state)
    {
        if (_light is { } light)
            _wire.Send(_voices.Length, light.MessageFor(state), now);
    }

    private static int VelocityControl(IReadOnlyList<MidiMapping> mappings, int entry)
    {
        if (mappings[entry].Kind is not MidiMessageKind.Note)
            return MidiVoice.None;
        foreach (MidiMapping below in mappings.Skip(entry + 1).Where(m => m.Channel == mappings[entry].Channel))
        {
            if (below.Kind is MidiMessageKind.Note)
                break;
            if (below.Kind is MidiMessageKind.Velocity)
                return below.Control;
        }
        return MidiVoice.None;
    }

    // Never 0, which would be the end of the note.
    private static int VelocityOf(in MidiVoice voice, ReadOnlySpan<float> controls) =>
        voice.VelocityControl == MidiVoice.None
            ? FullVelocity
            : Math.Max(1, (int)MathF.Round(controls[voice.VelocityControl] * FullVelocity));

    private static long Nanoseconds(float seconds) => (long)(seconds * 1e9);

    private void PlayValue(int entry, int value, long now)
    {
        ref MidiVoice voice = ref _voices[entry];
        long window = _config.ControlWindow * Millisecond;
        if (value != voice.Value)
            SendValue(entry, value, now);
        else if (now - voice.ValueSentAt < window)
            voice.RepeatAt = voice.ValueSentAt + window;
    }

    private void SendValue(int entry, int value, long now)
    {
        ref MidiVoice voice = ref _voices[entry];
        voice.Value = value;
        voice.ValueSentAt = now;
        voice.RepeatAt = InteractionEngine.Never;
        MidiMapping mapping = voice.Mapping;
        _wire.Send(entry, mapping.Kind is MidiMessageKind.PitchBend
            ? MidiMessage.PitchBend(mapping.Channel, value)
            : MidiMessage.ControlChange(mapping.Channel, mapping.Controller, value), now);
    }

    private void StrikeModel(int entry, int note, int velocity, long now, long interval)
    {
        ref MidiVoice voice = ref _voices[entry];
        long length = _config.NoteEnd switch
        {
            NoteEnd.Interval => interval,
            NoteEnd.Fixed => Nanoseconds(_config.NoteSeconds),
            _ => long.MaxValue,
        };
        long endsAt = now + Math.Min(length, Nanoseconds(_config.MaxNoteSeconds));
        if (note != voice.Model.Note)
            EndModel(entry, now);
        voice.Struck = note;
        voice.Model = new HeldNote(note, endsAt);
        Strike(entry, note, velocity, NoteTable.Model, now);
    }

    private void StrikePlayer(int entry, int note, int velocity, byte holder, long now)
    {
        ref MidiVoice voice = ref _voices[entry];
        EndPlayer(ref voice, now);
        voice.Player = new HeldNote(note, now + Nanoseconds(_config.MaxNoteSeconds));
        voice.PlayerHolder = holder;
        Strike(entry, note, velocity, holder, now);
    }

    private void Strike(int entry, int note, int velocity, byte holder, long now)
    {
        int channel = _voices[entry].Mapping.Channel;
        int index = NoteTable.Index(channel, note);
        byte holders = _notes[index];
        _notes.Set(index, (byte)(holders | holder), now);
        if (holders != 0 && now - _struckAt[index] < _config.NoteWindow * Millisecond)
            return;
        if (holders != 0)
            _wire.Send(entry, MidiMessage.NoteOff(channel, note), now);
        _struckAt[index] = now;
        _everStruck[index] = true;
        _wire.Send(entry, MidiMessage.NoteOn(channel, note, velocity), now);
    }

    private void EndModel(int entry, long now)
    {
        HeldNote held = _voices[entry].Model;
        if (!held.Sounds)
            return;
        _voices[entry].Model = HeldNote.Silent;
        int channel = _voices[entry].Mapping.Channel;
        foreach (ref readonly MidiVoice other in _voices.AsSpan())
        {
            if (other.Model.Note == held.Note && other.Mapping.Channel == channel)
                return; // two entries on one channel hold the same note: it is the other's now
        }
        End(NoteTable.Index(channel, held.Note), NoteTable.Model, now);
    }

    private void EndPlayer(ref MidiVoice voice, long now)
    {
        HeldNote held = voice.Player;
        voice.Player = HeldNote.Silent;
        if (held.Sounds)
            End(NoteTable.Index(voice.Mapping.Channel, held.Note), voice.PlayerHolder, now);
    }

    /// <summary>One holder lets go of a note; it ends with the last.</summary>
    private void End(int index, byte holder, long now)
    {
        byte holders = _notes[index];
        byte left = (byte)(holders & ~holder);
        _notes.Set(index, left, now);
        if (holders != 0 && left == 0)
            _wire.Send(0, MidiMessage.NoteOff(NoteTable.ChannelOf(index), NoteTable.NoteOf(index)), now);
    }

    private void EndAll(byte holders, long now)
    {
        foreach (ref MidiVoice voice in _voices.AsSpan())
        {
            if (voice.Player.Sounds && (voice.PlayerHolder & holders) != 0)
                voice.Player = HeldNote.Silent;
        }
        for (int i = _notes.Next(0, holders); i >= 0; i = _notes.Next(i + 1, holders))
            End(i, holders, now);
    }

    /// <summary>
    /// Some note-offs may have gone to nobody. A device that ignores "all notes off" needs one for each note; and it has
    /// forgotten its controllers, or is another of the same name.
    /// </summary>
    private void ComeBack(long now)
    {
        for (int i = 0; i < _voices.Length; i++)
        {
            ref MidiVoice voice = ref _voices[i];
            (voice.Model, voice.Player) = (HeldNote.Silent, HeldNote.Silent);
            (voice.Struck, voice.Value, voice.RepeatAt) = (MidiVoice.None, MidiVoice.None, InteractionEngine.Never);
        }
        for (int i = 0; i < NoteTable.Size; i++)
        {
            _notes.Set(i, 0, now);
            if (!_everStruck[i])
                continue;
            _everStruck[i] = false;
            _notes.EndLeft(i, now);
            _wire.Silence(MidiMessage.NoteOff(NoteTable.ChannelOf(i), NoteTable.NoteOf(i)), now);
        }
    }
}
