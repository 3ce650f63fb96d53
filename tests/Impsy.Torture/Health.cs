namespace Impsy.Torture;

/// <summary>What must hold after every torture.</summary>
internal static class Health
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Alive, answering, and playing of its own accord.</summary>
    public static void AssertPlays(NativeInstrument instrument, OscPeer player, int events = 10)
    {
        AssertPlaysUnheard(instrument, player, events);
        player.AskStatus();
    }

    /// <summary>Alive and playing; it need not answer.</summary>
    public static void AssertPlaysUnheard(NativeInstrument instrument, OscPeer player, int events = 10)
    {
        int before = player.PredictionCount;
        Wait.Until(
            () => player.PredictionCount >= before + events || !instrument.IsAlive,
            Patience,
            () => $"it fell silent; it said:\n{instrument.Output}");
        Assert.True(instrument.IsAlive, instrument.Output);
    }
}
