namespace Impsy.Hardware.Tests.Alsa;

/// <summary>A test that calls libasound; without the library it counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlsaLibraryFactAttribute : FactAttribute
{
    public AlsaLibraryFactAttribute()
    {
        if (!Hardware.Linux.Alsa.IsLoadable())
            Skip = "no libasound.so.2 here";
    }
}
