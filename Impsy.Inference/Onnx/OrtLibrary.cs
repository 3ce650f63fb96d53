using System.Runtime.InteropServices;

namespace Impsy.Inference.Onnx;

/// <summary>
/// ONNX Runtime itself: found, loaded, and its one environment per process created on first use. It stays loaded to
/// the end of the process, as its threads may. Any thread.
/// </summary>
internal sealed unsafe class OrtLibrary
{
    /// <summary>Names the library file; when it is set, nothing else is tried.</summary>
    public const string PathVariable = "IMPSY_ONNXRUNTIME";

    private static readonly Lazy<OrtLibrary> s_shared = new(() =>
        new OrtLibrary(Candidates(Environment.GetEnvironmentVariable(PathVariable), AppContext.BaseDirectory)));

    /// <param name="candidates">Tried in this order: paths, or a bare name for the system's own search.</param>
    /// <exception cref="DllNotFoundException">None would do; lists each with its reason.</exception>
    internal OrtLibrary(IReadOnlyList<string> candidates)
    {
        List<string> failures = [];
        foreach (string candidate in candidates)
        {
            if (TryLoad(candidate, out void** table, out string versionOrReason))
            {
                Path = candidate;
                Version = versionOrReason;
                Api = new OrtApi(table);
                Env = CreateEnv();
                return;
            }
            failures.Add($"{candidate}: {versionOrReason}");
        }
        throw new DllNotFoundException($"ONNX Runtime cannot be loaded; tried {string.Join("; ", failures)}");
    }

    /// <exception cref="DllNotFoundException">The same each time it is asked for.</exception>
    public static OrtLibrary Shared => s_shared.Value;

    public string Path { get; }

    /// <summary>As the library says, e.g. "1.27.0".</summary>
    public string Version { get; }

    public OrtApi Api { get; }

    public OrtEnv* Env { get; }

    /// <summary>What to try: the one that is named, or else the one that came with us, or else the system's.</summary>
    internal static IReadOnlyList<string> Candidates(string? named, string ownFolder)
    {
        if (!string.IsNullOrEmpty(named))
            return [named]; // who names a library wants that one, and wants to hear that it is not there
        string file =
            OperatingSystem.IsWindows() ? "onnxruntime.dll" :
            OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so.1";
        List<string> candidates = [System.IO.Path.Combine(ownFolder, file), file];
        // Debian's file is libonnxruntime.so.1.21, without the plain link that the system's search would find.
        string[] folders = ["/usr/local/lib", "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"];
        foreach (string folder in folders.Where(Directory.Exists))
        {
            IEnumerable<string> found = Directory.EnumerateFiles(folder, "libonnxruntime.so.1*");
            candidates.AddRange(found.OrderDescending(StringComparer.Ordinal));
        }
        return candidates;
    }

    private static bool TryLoad(string path, out void** table, out string versionOrReason)
    {
        table = null;
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            versionOrReason = Reason(failure.Message, path);
            return false;
        }
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint entry))
        {
            versionOrReason = "has no OrtGetApiBase";
            NativeLibrary.Free(library);
            return false;
        }
        void** apiBase = ((delegate* unmanaged[Cdecl]<void**>)entry)();
        string version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)apiBase[1])()) ?? "?";
        table = (void**)((delegate* unmanaged[Cdecl]<uint, void*>)apiBase[0])(OrtApi.Version);
        versionOrReason = table is null ? $"is version {version}; 1.{OrtApi.Version} or later is needed" : version;
        return table is not null;
    }

    /// <summary>What the system's loader said: the last line, behind .NET's advice on debugging.</summary>
    private static string Reason(string message, string path)
    {
        string line = message.Trim().Split('\n')[^1].Trim();
        string prefix = path + ": ";
        return line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : line;
    }

    private OrtEnv* CreateEnv()
    {
        OrtEnv* env;
        fixed (byte* name = "impsy\0"u8)
            Check(Api.CreateEnv(OrtApi.LogFatal, name, &env), "create environment"); // errors reach us as statuses
        Check(Api.DisableTelemetryEvents(env), "disable telemetry");
        return env;
    }

    private void Check(OrtStatus* status, string operation)
    {
        if (Api.TakeError(status) is string text)
            throw new InvalidOperationException($"ONNX Runtime {Version} ({Path}): {operation}: {text}");
    }
}
