namespace Impsy.Hardware.Tests.Alsa;

/// <summary>A test that compiles C with libasound's headers; without them or a compiler it counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlsaHeaderFactAttribute : FactAttribute
{
    public AlsaHeaderFactAttribute()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "cc"))))
            Skip = "no C compiler (cc) here";
        else if (!File.Exists("/usr/include/alsa/asoundlib.h"))
            Skip = "no libasound headers here (libasound2-dev)";
    }
}
