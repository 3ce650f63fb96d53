using System.CommandLine;
using System.CommandLine.Parsing;
using Impsy.Inference;

namespace Impsy.TrainerCli.Commands;

/// <summary>
/// The command line of impsy-trainer. Exit codes: 0 done, 1 it could not be done, 2 it was not asked for properly.
/// What fails says why in plain lines, never with a stack trace; a stack trace means a bug in this program.
/// </summary>
public static class TrainerCommand
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;

    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        RootCommand root = new("Makes the models that impsy plays.");
        root.Add(InitCommand.Create(output, error));
        root.Add(DatasetCommand.Create(output, error));
        root.Add(EvaluateCommand.Create(output, error));
        root.Add(GenerateCommand.Create(output, error));
        root.Add(TrainCommand.Create(output, error));
        root.Add(ExportCommand.Create(output, error));
        root.Add(QuantizeCommand.Create(output, error));
        root.Add(ImportCommand.Create(output, error));
        root.Add(InspectCommand.Create(output));
        root.Add(BenchmarkCommand.Create(output));
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count != 0)
        {
            foreach (ParseError mistake in parsed.Errors)
                error.WriteLine($"impsy-trainer: {mistake.Message}");
            error.WriteLine("Try 'impsy-trainer --help', or --help behind a command.");
            return Misused;
        }
        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return parsed.Invoke(configuration);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ModelException)
        {
            error.WriteLine($"impsy-trainer: {failure.Message}");
            return Failed;
        }
    }
}
