using System.Runtime.InteropServices;
using Impsy.Daemon.Config;
using Impsy.Daemon.Config.Toml;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Hardware.Linux;
using Impsy.Inference;
using Microsoft.Extensions.Logging.Console;

namespace Impsy.Daemon.Commands;

/// <summary>impsy run: from a configuration to a playing instrument, and out again.</summary>
internal static class RunCommand
{
    /// <param name="overrides">Of the configuration.</param>
    /// <param name="model">Plays instead of the configured one; a person chose it, so it must be right.</param>
    public static int Run(string configPath, ConfigOverrides overrides, string logFolder, string? model)
    {
        if (model is not null)
            overrides.Set("model.file", TomlValue.OfText(default, Path.GetFullPath(model)));
        ConfigLoad load = ConfigFile.Load(configPath, overrides);
        foreach (ConfigProblem problem in load.Problems)
            Console.Error.WriteLine(problem);
        if (load.Config is not { } config)
            return ExitCodes.Configuration;
        // For the native library, which does not see .NET's idea of the environment.
        RealTime.SetNativeEnvironment("ORT_DISABLE_TELEMETRY", "1");
        if (model is not null && !IsPlayable(config))
            return ExitCodes.Configuration;

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddConsole(options => options.FormatterName = LineFormatter.FormatterName);
        builder.Services.AddSingleton<ConsoleFormatter, LineFormatter>();
        builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        builder.Services.AddSingleton(services => new Instrument(
            config,
            logFolder,
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<IHostApplicationLifetime>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Instrument>());
        using IHost host = builder.Build();
        Instrument instrument = host.Services.GetRequiredService<Instrument>();
        // An instrument that was started by hand plays on when its terminal, or the connection to it, goes away.
        using PosixSignalRegistration hangup =
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        host.Run();
        return instrument.ExitCode;
    }

    private static bool IsPlayable(InstrumentConfig config)
    {
        try
        {
            ModelFile.Load(config.Model, config.Path, seed: 0).Dispose();
            return true;
        }
        catch (ModelException refusal)
        {
            Console.Error.WriteLine($"impsy: {refusal.Message}");
            return false;
        }
    }
}
