using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Torture;

/// <summary>
/// A network apart from the machine's, with no interface up and no address until it gets one; names within it come
/// from files of the test. Root only; gone with the test, even one that is killed.
/// </summary>
internal sealed partial class PrivateNetwork : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly TestStage _stage;
    private readonly Process _holder; // is within, and ends when its input does

    public PrivateNetwork(TestStage stage)
    {
        _stage = stage;
        Hosts = MakeFile("hosts");
        Resolvers = MakeFile("resolv.conf");
        // A network that never had an address lets anyone bind to any.
        ProcessStartInfo start = new(
            "unshare", ["--net", "sh", "-c", "ip link set lo up && ip link set lo down && echo within; read end"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _holder = Process.Start(start)!;
        Assert.Equal("within", _holder.StandardOutput.ReadLine());
    }

    /// <summary>Its /etc/hosts.</summary>
    public string Hosts { get; }

    /// <summary>Its /etc/resolv.conf: whom to ask for names.</summary>
    public string Resolvers { get; }

    /// <summary>Starts the instrument within; does not wait for anything.</summary>
    public NativeInstrument Launch()
    {
        string mounts = $"mount --bind {Hosts} /etc/hosts && mount --bind {Resolvers} /etc/resolv.conf";
        return NativeInstrument.LaunchUnder(
            ["nsenter", "-t", $"{_holder.Id}", "-n", "unshare", "--mount", "sh", "-c", $"{mounts} && exec \"$@\"", "sh"],
            _stage.Folder, "run", "-c", _stage.WriteConfig(), "-l", _stage.Logs);
    }

    /// <summary>Runs a command within, e.g. "ip", "link", "set", "lo", "up".</summary>
    public void Run(params string[] command) => Shell.Run(["nsenter", "-t", $"{_holder.Id}", "-n", .. command]);

    /// <summary>A socket that is within, for ever, wherever it is used.</summary>
    public UdpClient Bind(string address, int port = 0)
    {
        UdpClient? socket = null;
        Exception? failure = null;
        // A thread of its own, for it stays within until it ends.
        Thread thread = new(() =>
        {
            try
            {
                using SafeFileHandle network = File.OpenHandle($"/proc/{_holder.Id}/ns/net");
                if (Setns((int)network.DangerousGetHandle(), CloneNewNet) != 0)
                    throw new IOException($"setns: {Marshal.GetLastPInvokeErrorMessage()}");
                socket = new UdpClient(new IPEndPoint(IPAddress.Parse(address), port));
            }
            catch (Exception e) // any at all, carried over to the test's own thread
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException($"{address}:{port}", failure);
    }

    public void Dispose()
    {
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }

    private string MakeFile(string name)
    {
        string path = Path.Combine(_stage.Folder, name);
        File.WriteAllText(path, "");
        return path;
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Setns(int descriptor, int kind);
}
