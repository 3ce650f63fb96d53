using Impsy.TomlDecoder;

// The decoder that the official toml-test suite runs: TOML on standard input, tagged JSON on standard output, and
// exit status 1 with a message for what is not TOML.
using MemoryStream text = new();
using (Stream input = Console.OpenStandardInput())
    input.CopyTo(text);
if (!TaggedJson.TryDecode(text.ToArray(), out string? json, out string? error))
{
    Console.Error.WriteLine(error);
    return 1;
}
Console.Out.WriteLine(json);
return 0;
