using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Impsy.TrainerCli.Commands;

/// <summary>impsy-trainer init: a folder to work in, with a configuration that explains itself.</summary>
internal static class InitCommand
{
    private const string Name = "init";

    private const string Examples = """

        Examples:
          impsy-trainer init mybrain --dimension 9
              Makes mybrain/ with config.toml, logs/, datasets/ and models/, for a controller with eight knobs.
          impsy-trainer init . --force
              Here, with a fresh config.toml in place of the one that is there.
        """;

    public static Command Create(TextWriter output, TextWriter error)
    {
        Argument<string> folder = new("DIR")
        {
            Description = "The folder; made where there is none.",
            DefaultValueFactory = _ => ".",
        };
        Option<int> dimension = new("--dimension", "-D")
        {
            Description = "Values per event, 2 to 65: the time, and then the controls.",
            HelpName = "D",
            DefaultValueFactory = _ => 9,
        };
        Option<bool> force = new("--force", "-f") { Description = "Replaces a config.toml that is there." };
        Command command = new(Name, "Makes a folder to record, train and play in.") { folder, dimension, force };
        command.SetAction(parsed =>
        {
            int d = parsed.GetValue(dimension);
            if (d is >= 2 and <= 65)
                return Init(parsed.GetRequiredValue(folder), d, parsed.GetValue(force), output);
            error.WriteLine($"impsy-trainer {Name}: --dimension: expected 2 to 65, found {d}");
            return TrainerCommand.Misused;
        });
        CommandHelp.Add(command, Examples, output);
        return command;
    }

    private static int Init(string folder, int dimension, bool force, TextWriter output)
    {
        string config = Path.Combine(folder, "config.toml");
        if (File.Exists(config) && !force)
            throw new IOException($"{config}: is there already; --force replaces it");
        foreach (string part in new[] { "", "logs", "datasets", "models" })
            OutputFile.EnsureFolder(Path.Combine(folder, part));
        OutputFile.Write(config, Encoding.UTF8.GetBytes(Config(dimension)));
        output.WriteLine($"{config}: a configuration with every key explained");
        output.WriteLine($"""
            Then, in {folder}:
              impsy run -c config.toml            play; what you do goes to logs/
              impsy-trainer dataset -D {dimension}          logs/ to datasets/
              impsy-trainer train -D {dimension} -S logs    a model in models/, for [model] file
            """);
        return TrainerCommand.Done;
    }

    /// <summary>The configuration that ships, with no model yet: until one is trained a random walk plays.</summary>
    private static string Config(int dimension)
    {
        const string Resource = "Impsy.TrainerCli.default.toml";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} was not built in");
        using StreamReader reader = new(stream);
        StringBuilder config = new();
        bool isModel = false; // pins and converters have a dimension, too
        while (reader.ReadLine() is string line)
        {
            if (line.StartsWith('['))
                isModel = line == "[model]";
            if (isModel && line.StartsWith("file = ", StringComparison.Ordinal))
                line = "# Once you have trained: file = \"models\"\nfile = \"\"";
            else if (isModel && line.StartsWith("# dimension = ", StringComparison.Ordinal))
                line = string.Create(CultureInfo.InvariantCulture, $"dimension = {dimension}");
            config.Append(line).Append('\n');
        }
        return config.ToString();
    }
}
