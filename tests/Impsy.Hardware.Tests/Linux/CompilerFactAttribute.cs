namespace Impsy.Hardware.Tests.Linux;

/// <summary>A test that compiles C; without a compiler it counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "cc"))))
            Skip = "no C compiler (cc) here";
    }
}
