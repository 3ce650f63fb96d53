using Impsy.Daemon.Config;
using Impsy.Daemon.Engine;
using Impsy.Daemon.Midi;
using Impsy.Inference;

namespace Impsy.Daemon.Tests.Midi;

/// <summary>
/// Plays random sequences of everything that can happen to the whole engine with MIDI outputs behind it, and looks at
/// what sounds at the synths: never a note of the model's after it lost the floor, never any at all at the end.
/// </summary>
public class NoteSafetyTests
{
    private const int Sequences = 100_000;
    private const int Steps = 24;
    private const long Millisecond = 1_000_000;

    private static readonly MidiMapping[] s_mappings =
    [
        OutputStage.Note(0, 1, 60, 64), OutputStage.Velocity(1, 1), OutputStage.Note(1, 1, 60, 64),
        OutputStage.Controller(2, 1, 20),
    ];

    [Fact]
    public void No_sequence_of_events_leaves_a_note_sounding()
    {
        Random seeds = new(20261122);
        for (int i = 0; i < Sequences; i++)
        {
            int seed = seeds.Next();
            string? wrong = Play(seed);
            Assert.True(wrong is null, $"sequence {i}, seed {seed}: {wrong}");
        }
    }

    private static string? Play(int seed)
    {
        Random random = new(seed);
        Troupe troupe = new(random);
        for (int step = 0; step < Steps; step++)
        {
            if (troupe.Step() is { } wrong)
                return $"step {step}: {wrong}";
        }
        return troupe.End();
    }

    /// <summary>An engine, two synths, one of them on a slow wire, and the keys that a player holds.</summary>
    private sealed class Troupe
    {
        private readonly Random _random;
        private readonly InteractionEngine _engine;
        private readonly OutputPerformer _performer;
        private readonly FakeSynth[] _synths = [new() { Silent = true }, new() { Silent = true, Cost = 3 }];
        private readonly HashSet<int> _held = [];
        private long _now;

        public Troupe(Random random)
        {
            _random = random;
            OutputConfig config = OutputConfig.Default with
            {
                NoteEnd = (NoteEnd)random.Next(3),
                NoteSeconds = 0.05f,
                MaxNoteSeconds = 0.3f,
                RetriggerAlways = random.Next(2) == 0,
                NoteWindow = random.Next(2) * 30,
            };
            MidiOutput fast = Output(_synths[0], new WireBudget(1, 10_000), config);
            MidiOutput slow = Output(_synths[1], WireBudget.Din, config);
            _performer = new OutputPerformer(fast, slow);
            InteractionMode mode = (InteractionMode)random.Next(5);
            _engine = new InteractionEngine(4, new RandomPredictor(random), new EngineSettings(
                mode, 0.02f, InputThru: random.Next(2) == 0, Autostart: random.Next(2) == 0), _performer);
            _engine.Start(0);
        }

        public string? Step()
        {
            Pass(_random.Next(4) == 0 ? 40 * Millisecond : _random.Next(5) * Millisecond);
            switch (_random.Next(12))
            {
                case <= 2: Strike(_random.Next(5)); return null;
                case <= 4: LiftKey(_random.Next(5)); return null;
                case 5: Vector(); return null;
                case 6: return Change(new EngineCommand(CommandKind.Mode, Mode: (InteractionMode)_random.Next(5)));
                case 7: return Change(new EngineCommand(CommandKind.Pause, _random.Next(2)));
                case 8: return Change(new EngineCommand(CommandKind.Reset));
                case 9: return Unplug();
                case 10: _engine.SwapModel(_now, new RandomPredictor(_random)); return null;
                default: _engine.Input(0, PlayerInput.LiftAll(_now, 0)); _held.Clear(); return null;
            }
        }

        public string? End()
        {
            if (_random.Next(2) == 0)
                Pass(3 * Millisecond);
            _engine.Stop();
            return Sounds("after the end", _ => false);
        }

        private static MidiOutput Output(FakeSynth synth, WireBudget budget, OutputConfig config)
        {
            MidiWire wire = new(synth, budget, MidiOutput.KeysFor(s_mappings), null);
            return new MidiOutput(s_mappings, config, new NoteTable(), wire);
        }

        private void Pass(long time)
        {
            long end = _now + time;
            while (true)
            {
                long next = Math.Min(_engine.NextWake, _performer.NextWake);
                if (next > end)
                    break;
                _now = Math.Max(_now, next);
                if (_performer.NextWake <= _engine.NextWake)
                    _performer.Wake(_now);
                else
                    _engine.Wake(_now);
            }
            _now = end;
        }

        private void Strike(int key)
        {
            PlayerInput input = PlayerInput.Single(_now, 0, key / 4f);
            input.Velocity = 100;
            _held.Add(60 + key);
            _engine.Input(0, input);
        }

        private void LiftKey(int key)
        {
            PlayerInput input = new() { Time = _now, Lifted = 1 };
            input.Values[0] = key / 4f;
            _held.Remove(60 + key);
            _engine.Input(0, input);
        }

        private void Vector() => _engine.Input(
            0, PlayerInput.Whole(_now, [_random.Next(5) / 4f, _random.Next(5) / 4f, _random.NextSingle()]));

        /// <summary>What the player does not hold must be silent as soon as the slow wire has told it.</summary>
        private string? Change(EngineCommand command)
        {
            bool pausing = command.Kind == CommandKind.Pause && command.Value == 1 && !_engine.Paused;
            _engine.Command(_now, command);
            if (!pausing)
                return null;
            // The player's knobs may have struck notes that last; after the longest of them only keys sound.
            Pass(400 * Millisecond);
            return Sounds("while paused", index => _held.Contains(NoteTable.NoteOf(index)));
        }

        private string? Unplug()
        {
            FakeSynth synth = _synths[_random.Next(2)];
            synth.Away = true;
            Pass(_random.Next(100) * Millisecond);
            synth.Away = false;
            _performer.Outputs[Array.IndexOf(_synths, synth)].Return();
            _engine.Command(_now, new EngineCommand(CommandKind.Pause, 1));
            Pass(400 * Millisecond);
            string? wrong = Sounds("after a return", index => _held.Contains(NoteTable.NoteOf(index)));
            _engine.Command(_now, new EngineCommand(CommandKind.Pause, 0));
            return wrong;
        }

        private string? Sounds(string when, Func<int, bool> allowed)
        {
            for (int i = 0; i < _synths.Length; i++)
            {
                int[] left = [.. _synths[i].Sounding.Where(index => !allowed(index))];
                if (left.Length > 0)
                    return $"{when} notes {string.Join(' ', left)} sound on synth {i}";
            }
            return null;
        }
    }

    private sealed class RandomPredictor(Random random) : IPredictor
    {
        public ModelMetadata Metadata { get; } = Engine.TestModels.Metadata(4);

        public int Dimension => 4;

        public void Reset()
        {
        }

        public void Predict(ReadOnlySpan<float> current, in Temperatures temperatures, Span<float> predicted)
        {
            predicted[0] = random.Next(3) * 0.004f;
            for (int i = 1; i < 4; i++)
                predicted[i] = random.Next(5) / 4f;
        }

        public void Dispose()
        {
        }
    }

    private sealed class OutputPerformer(params MidiOutput[] outputs) : IPerformer
    {
        public MidiOutput[] Outputs => outputs;

        public long NextWake => Math.Min(outputs[0].NextWake, outputs[1].NextWake);

        public void Wake(long now)
        {
            foreach (MidiOutput output in outputs)
                output.Wake(now);
        }

        public void Heard(
            int channel, long time, in PlayerInput input, ReadOnlySpan<float> controls, ulong moved, bool thru)
        {
            foreach (MidiOutput output in outputs)
            {
                if (thru)
                    output.Thru(time, input, controls, moved);
            }
        }

        public void Lift(long time, in PlayerInput input)
        {
            foreach (MidiOutput output in outputs)
                output.Lift(time, input);
        }

        public void Play(long deadline, long interval, ReadOnlySpan<float> controls, ulong moved)
        {
            foreach (MidiOutput output in outputs)
                output.Play(deadline, interval, controls, moved);
        }

        public void ReleaseNotes(long now)
        {
            foreach (MidiOutput output in outputs)
                output.ReleaseNotes(now);
        }

        public void ReleaseAll(long now)
        {
            foreach (MidiOutput output in outputs)
                output.ReleaseAll(now);
        }
    }
}
