namespace Impsy.Hardware.Tests.Net;

/// <summary>A test that needs an IPv6 loopback address; without one it counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IPv6FactAttribute : FactAttribute
{
    public IPv6FactAttribute()
    {
        if (!Loopback.HasIPv6)
            Skip = "this machine has no ::1";
    }
}
