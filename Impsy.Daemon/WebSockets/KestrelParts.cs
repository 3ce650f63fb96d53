using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;

namespace Impsy.Daemon.WebSockets;

/// <summary>
/// Collects what Kestrel is made of, where a web host would: so it can be had without the host, of which the process
/// has one already, and without HTTPS. (Kestrel's own constructor links HTTPS: 3.7 MB of the binary and 2.4 MB of
/// memory, measured with the native compiler of .NET 9.)
/// </summary>
internal sealed class KestrelParts : IWebHostBuilder
{
    public KestrelParts()
    {
        Services.AddLogging().AddMetrics().AddOptions();
        Services.AddSingleton<DiagnosticSource>(_ => new DiagnosticListener("impsy"));
        this.UseKestrelCore();
    }

    /// <summary>Without a logger: Kestrel would tell each broken request of each passer-by.</summary>
    public ServiceCollection Services { get; } = new();

    public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
    {
        configureServices(Services);
        return this;
    }

    public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
    {
        configureServices(new WebHostBuilderContext(), Services);
        return this;
    }

    public IWebHostBuilder ConfigureAppConfiguration(
        Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => this;

    public string? GetSetting(string key) => null;

    public IWebHostBuilder UseSetting(string key, string? value) => this;

#pragma warning disable ASPDEPR008 // the builder's interface still names a kind of host that is out of use
    /// <summary>Throws: there is no host, and the server is among the <see cref="Services"/>.</summary>
    public IWebHost Build() => throw new NotSupportedException();
#pragma warning restore ASPDEPR008
}
