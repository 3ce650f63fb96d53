using System.Globalization;
using System.Text.Json;
using Impsy.Daemon.Commands;

namespace Impsy.Daemon.Learning;

/// <summary>
/// Listens through an instrument that plays, to the ports that only it can open. When that ends and starts anew, it is
/// found again. One thread.
/// </summary>
internal sealed class InstrumentListener : IDisposable
{
    private const int PollMilliseconds = 50;
    private const int RetryMilliseconds = 1000;

    private readonly LearnSession _session;
    private readonly string _path;
    private readonly Dictionary<int, HeardPort> _ports = [];
    private ControlClient? _client;
    private long? _cursor;
    private bool _hasToldLoss;

    /// <param name="path">Of the control socket.</param>
    /// <exception cref="IOException">Nobody is there, or not for us.</exception>
    public InstrumentListener(LearnSession session, string path)
    {
        _session = session;
        _path = path;
        try
        {
            _client = new ControlClient(path);
            Take(Ask());
        }
        catch (IOException)
        {
            _client?.Dispose();
            throw;
        }
    }

    /// <summary>What the instrument has open, or opens as soon as it is there.</summary>
    public IReadOnlyCollection<HeardPort> Ports => _ports.Values;

    public void Run()
    {
        bool hasMore = false;
        while (!_session.Wait(_client is null ? RetryMilliseconds : hasMore ? 0 : PollMilliseconds))
        {
            try
            {
                _client ??= new ControlClient(_path);
                LearnAnswer answer = Ask();
                Take(answer);
                hasMore = answer.Heard.Count == LearnReport.MostMessages;
            }
            catch (IOException failure)
            {
                Lose(failure);
                hasMore = false;
            }
        }
    }

    public void Dispose() => _client?.Dispose();

    private LearnAnswer Ask()
    {
        string cursor = _cursor?.ToString(CultureInfo.InvariantCulture) ?? "null";
        using JsonDocument answer = _client!.Ask($"{{\"command\":\"learn\",\"value\":{cursor}}}\n");
        return LearnAnswer.Read(answer.RootElement);
    }

    private void Take(LearnAnswer answer)
    {
        foreach ((int number, HeardPort port) in answer.Ports)
        {
            if (!_ports.TryGetValue(number, out HeardPort? before))
                _session.Tell($"listening to {port.Name}, through the instrument that plays");
            if (before != port)
                _ports[number] = port; // a converter that has just been opened
        }
        foreach ((int number, RawMessage message) in answer.Heard)
        {
            if (_ports.TryGetValue(number, out HeardPort? port))
                _session.Hear(port, message);
        }
        if (answer.Lost > 0 && !_hasToldLoss)
            _session.Tell("the instrument hears more than it can tell: some of it is not learned");
        _hasToldLoss |= answer.Lost > 0;
        _cursor = answer.Cursor;
    }

    private void Lose(IOException failure)
    {
        if (_client is not null)
            _session.Tell($"{failure.Message}; waiting for it");
        _client?.Dispose();
        _client = null;
        _cursor = null;
        _ports.Clear(); // another one numbers them anew
    }
}
