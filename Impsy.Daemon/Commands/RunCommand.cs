using System.Runtime.InteropServices;
using Impsy.Daemon.Config;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Daemon.Service;
using Impsy.Hardware.Linux;
using Impsy.Inference;
using Microsoft.Extensions.Logging.Console;

namespace Impsy.Daemon.Commands;

/// <summary>impsy run: from a configuration to a playing instrument, and out again.</summary>
internal static class RunCommand
{
    public static int Run(RunOptions options)
    {
        StartConfig start = StartConfig.Choose(options);
        foreach (ConfigProblem problem in start.Problems)
        {
            LogLevel level = problem.IsWarning ? LogLevel.Warning : LogLevel.Error;
            Console.Error.WriteLine(JournalLevel.Prefix(level) + problem);
        }
        if (start.Load is not { Config: { } config } load)
        {
            using SystemdNotifier systemd = new(options.Service.NotifySocket);
            systemd.TryStatus(System.Text.Encoding.UTF8.GetBytes($"STATUS={start.Refusal}"));
            return ExitCodes.Configuration;
        }
        // For the native library, which does not see .NET's idea of the environment.
        RealTime.SetNativeEnvironment("ORT_DISABLE_TELEMETRY", "1");
        // Nobody reads the answer to systemd: there it plays what it can.
        if (options.HasModel && options.Service.NotifySocket is null && !IsPlayable(config))
            return ExitCodes.Configuration;

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        builder.Services.AddSingleton<ConsoleFormatter, LineFormatter>();
        builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        builder.Services.AddSingleton(services => new Instrument(
            options,
            load,
            start.Refusal,
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<IHostApplicationLifetime>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Instrument>());
        using IHost host = builder.Build();
        Instrument instrument = host.Services.GetRequiredService<Instrument>();
        using PosixSignalRegistration hangup =
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, HangupHandler(instrument, options.Service));
        host.Run();
        return instrument.ExitCode;
    }

    /// <summary>
    /// To a service it means that the configuration is to be read again. An instrument that was started by hand plays
    /// on when its terminal, or the connection to it, goes away.
    /// </summary>
    private static Action<PosixSignalContext> HangupHandler(Instrument instrument, ServiceEnvironment service)
    {
        bool isService = service.NotifySocket is not null || Console.IsInputRedirected;
        return signal =>
        {
            signal.Cancel = true;
            if (isService)
                instrument.RequestReload();
        };
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
