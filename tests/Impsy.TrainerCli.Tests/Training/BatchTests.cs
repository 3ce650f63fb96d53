using Impsy.TrainerCli.Training;

namespace Impsy.TrainerCli.Tests.Training;

public class BatchTests
{
    [Theory]
    [InlineData(16, 50)] // a shard of the trainer
    [InlineData(8, 5)]   // less than a chunk
    [InlineData(200, 3)] // a step that is more than a chunk
    public void Chunks_are_whole_steps_and_hold_every_row_once(int sequences, int steps)
    {
        Batch batch = new(new NetworkShape(dimension: 3, units: 4, layers: 1, mixtures: 2), sequences, steps);
        Assert.All(batch.Chunks, rows => Assert.Equal(0, rows.Count % sequences));
        Assert.Equal(
            Enumerable.Range(0, sequences * steps),
            batch.Chunks.SelectMany(rows => Enumerable.Range(rows.First, rows.Count)));
    }
}
