namespace Impsy.Inference.Tests;

public class ModelMetadataTests
{
    private static readonly ModelMetadata s_metadata = new()
    {
        Dimension = 3,
        Layers = 2,
        Units = 64,
        Mixtures = 24,
        Floor = 0.01f,
        Residual = true,
        Gates = GateActivation.HardSigmoid,
        Quantization = Quantization.Int8,
        Grid = 127,
        DtLog = true,
        DtMax = 2.5f,
        Start = [0.05f, 0.25f, 1],
        Suggested = new Temperatures(0.8f, 0.9f),
        Events = 84_478,
        BitsPerEvent = 9.553,
        Created = "2026-11-22T00:00:00Z",
        Title = "Eight knobs",
        Source = "somebody's hands",
    };

    [Fact]
    public void Its_properties_are_those_of_the_contract() => Assert.Equal(
        [
            "impsy.format=1", "impsy.dimension=3", "impsy.layers=2", "impsy.units=64", "impsy.mixtures=24",
            "impsy.scale=10", "impsy.floor=0.01", "impsy.residual=true", "impsy.gates=hard_sigmoid",
            "impsy.quantization=int8", "impsy.grid=127", "impsy.dt=log", "impsy.dt_max=2.5",
            "impsy.start=0.05,0.25,1", "impsy.sigmatemp=0.8", "impsy.pitemp=0.9", "impsy.events=84478",
            "impsy.bits_per_event=9.553", "impsy.created=2026-11-22T00:00:00Z", "impsy.title=Eight knobs",
            "impsy.source=somebody's hands",
        ],
        s_metadata.Properties().Select(property => $"{property.Key}={property.Value}"));

    [Fact]
    public void What_is_written_is_read_back()
    {
        Dictionary<string, string> properties = new(s_metadata.Properties());
        ModelMetadataReader reader = new(key => properties.GetValueOrDefault(key));
        ModelMetadata read = reader.Read();
        Assert.Empty(reader.Mistakes);
        Assert.Equal(s_metadata.Start, read.Start.AsEnumerable());
        Assert.Equal(s_metadata with { Start = read.Start }, read);
    }

    [Fact]
    public void What_only_informs_may_be_missing()
    {
        ModelMetadata bare = s_metadata with { Events = 0, BitsPerEvent = null, Created = "", Title = "", Source = "" };
        Assert.Empty(bare.Check());
        Assert.Equal("3d, 2 x 64 LSTM, 24 mixtures, int8", bare.Describe());
    }

    [Theory]
    [InlineData("0,0.5")]
    [InlineData("0,0.5,0.5,0.5")]
    [InlineData("0,0.5,1.5")]
    [InlineData("3,0.5,0.5")]
    [InlineData("0,0.5,x")]
    [InlineData("0,NaN,0.5")]
    public void A_start_of_the_wrong_length_or_range_is_refused(string start)
    {
        Dictionary<string, string> properties = new(s_metadata.Properties()) { ["impsy.start"] = start };
        ModelMetadataReader reader = new(key => properties.GetValueOrDefault(key));
        _ = reader.Read();
        Assert.Equal(
            [$"impsy.start: expected 3 numbers, seconds 0..2.5 and then controls 0..1, found '{start}'"],
            reader.Mistakes);
    }

    [Theory]
    [InlineData(Quantization.None, "musicMDRNN-dim3-layers2-units64-mixtures24-scale10.onnx")]
    [InlineData(Quantization.Fp16, "musicMDRNN-dim3-layers2-units64-mixtures24-scale10-fp16.onnx")]
    [InlineData(Quantization.Int8, "musicMDRNN-dim3-layers2-units64-mixtures24-scale10-int8.onnx")]
    public void The_file_name_tells_the_shape(Quantization quantization, string expected) =>
        Assert.Equal(expected, (s_metadata with { Quantization = quantization }).FileName);
}
