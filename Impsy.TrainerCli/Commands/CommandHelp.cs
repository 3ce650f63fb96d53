using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Impsy.TrainerCli.Commands;

/// <summary>The usual help of a command, and then examples: what most people look for first.</summary>
internal static class CommandHelp
{
    /// <param name="examples">Begins with an empty line; two spaces before each command line.</param>
    public static void Add(Command command, string examples, TextWriter output)
    {
        HelpOption help = new();
        help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!, examples, output);
        command.Add(help);
    }

    private sealed class HelpWithExamples(SynchronousCommandLineAction help, string examples, TextWriter output)
        : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            output.WriteLine(examples);
            return code;
        }
    }
}
