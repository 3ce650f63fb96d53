using Impsy.Inference.Performances;
using Impsy.TrainerCli.Datasets;

namespace Impsy.TrainerCli.Tests.Datasets;

public sealed class TakeSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dataset_is_known_by_its_content()
    {
        string path = _folder.File("looks-like-a.log");
        using (FileStream file = File.Create(path))
        {
            DatasetWriter.Write(
                [new Take("a", 2, [1, 0.5f, 2, 0.25f], hasOpening: false), new Take("b", 2, [9, 1], false)], file);
        }
        TakeSource source = TakeSource.Read(path, 2);
        Assert.Empty(source.Remarks);
        Assert.Equal(["looks-like-a.log#1", "looks-like-a.log#2"], source.Takes.Select(take => take.Name));
        Assert.Equal("[1, 0.5, 2, 0.25]", $"[{string.Join(", ", source.Takes[0].Rows.ToArray())}]");
        Assert.Equal(
            $"{path}: is a dataset of dimension 2, not 3",
            Assert.Throws<InvalidDataException>(() => TakeSource.Read(path, 3)).Message);
    }

    [Fact]
    public void A_log_keeps_its_pauses_and_tells_what_is_wrong_with_it()
    {
        string path = _folder.File("x.log");
        Trainer.WriteLog(path, [[0, 0.5f], [100, 0.25f]]);
        File.AppendAllText(path, "what\n");
        TakeSource source = TakeSource.Read(path, 2);
        Assert.Equal([0, 0.5f, 100, 0.25f], source.Takes.Single().Rows.ToArray());
        Assert.Equal(
            ["x.log(3): 1 row not used: no time like 2019-01-17T12:37:38.109979 at the start"], source.Remarks);
    }
}
