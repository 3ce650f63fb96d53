using Impsy.Inference.Onnx;

namespace Impsy.Inference.Tests;

public class OrtLibraryTests
{
    [Fact]
    public void A_library_that_is_named_is_the_only_one_tried() =>
        Assert.Equal(["/opt/ort.so"], OrtLibrary.Candidates("/opt/ort.so", "/usr/lib/impsy"));

    [Fact]
    public void Without_a_name_our_own_comes_before_that_of_the_system()
    {
        IReadOnlyList<string> candidates = OrtLibrary.Candidates(null, "/usr/lib/impsy");
        Assert.Equal(["/usr/lib/impsy/libonnxruntime.so.1", "libonnxruntime.so.1"], candidates.Take(2));
        Assert.All(candidates.Skip(2), path => Assert.StartsWith("/usr/", path));
        Assert.Equal(candidates, OrtLibrary.Candidates("", "/usr/lib/impsy"));
    }

    [Fact]
    public void When_none_will_do_each_is_listed_with_its_reason()
    {
        string text = Path.GetTempFileName();
        File.WriteAllText(text, "not a library");
        try
        {
            DllNotFoundException failure = Assert.Throws<DllNotFoundException>(
                () => new OrtLibrary(["/nowhere/libonnxruntime.so.1", text, "libm.so.6"]));
            Assert.Equal(
                "ONNX Runtime cannot be loaded; tried " +
                "/nowhere/libonnxruntime.so.1: cannot open shared object file: No such file or directory; " +
                $"{text}: file too short; libm.so.6: has no OrtGetApiBase",
                failure.Message);
        }
        finally
        {
            File.Delete(text);
        }
    }
}
