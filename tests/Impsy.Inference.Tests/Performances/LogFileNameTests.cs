using Impsy.Inference.Performances;

namespace Impsy.Inference.Tests.Performances;

public class LogFileNameTests
{
    [Fact]
    public void A_name_tells_start_and_dimension()
    {
        LogFileName name = new(new DateTime(2019, 1, 17, 12, 37, 38), 9);
        Assert.Equal("2019-01-17T12-37-38-9d-mdrnn.log", name.ToString());
        Assert.True(LogFileName.TryParse("2019-01-17T12-37-38-9d-mdrnn.log", out LogFileName parsed));
        Assert.Equal(name, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-9d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-1d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-66d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-09d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-+9d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-99999999999d-mdrnn.log")]
    [InlineData("2019-01-17T12:37:38-9d-mdrnn.log")]
    [InlineData("2019-02-30T12-37-38-9d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-9d-mdrnn.log.gz")]
    [InlineData("best-2019-01-17T12-37-38-9d-mdrnn.log")]
    [InlineData("2019-01-17T12-37-38-9D-MDRNN.LOG")]
    public void A_name_that_we_would_not_give_is_no_log_of_ours(string name) =>
        Assert.False(LogFileName.TryParse(name, out _));
}
