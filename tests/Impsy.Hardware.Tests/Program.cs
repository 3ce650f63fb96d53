using System.Diagnostics;
using System.Reflection;

namespace Impsy.Hardware.Tests;

/// <summary>
/// Runs the tests whose trait "needs" names something that a build machine has not, where there is a runtime but no
/// SDK: in the guest of tests/guest. Prints PASS, SKIP or FAIL for each.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not [string need] || need.StartsWith('-'))
        {
            Console.Error.WriteLine("usage: Impsy.Hardware.Tests NEED   (such as: sequencer; dotnet test runs them all)");
            return 2;
        }
        MethodInfo[] tests = [.. typeof(Program).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(test => Needs(test, need)).OrderBy(test => test.Name, StringComparer.Ordinal)];
        int failures = tests.Count(test => !Passes(test, need));
        return tests.Length > 0 && failures == 0 ? 0 : 1;
    }

    private static bool Needs(MethodInfo test, string need) => test.CustomAttributes.Any(attribute =>
        attribute.AttributeType == typeof(TraitAttribute)
        && attribute.ConstructorArguments is [{ Value: "needs" }, { Value: string value }] && value == need);

    private static bool Passes(MethodInfo test, string need)
    {
        string name = $"{need}: {test.Name.Replace('_', ' ')}";
        if (test.GetCustomAttribute<FactAttribute>()?.Skip is string reason)
        {
            Console.WriteLine($"SKIP {name}: {reason}");
            return true;
        }
        long begun = Stopwatch.GetTimestamp();
        object? room = Activator.CreateInstance(test.DeclaringType!);
        try
        {
            test.Invoke(room, BindingFlags.DoNotWrapExceptions, null, null, null);
            Console.WriteLine($"PASS {name}: in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s");
            return true;
        }
        catch (Exception failure) // whatever it is, the others are to be tried
        {
            Console.Error.WriteLine(failure);
            Console.WriteLine($"FAIL {name}: {failure.Message.ReplaceLineEndings(" ")}");
            return false;
        }
        finally
        {
            (room as IDisposable)?.Dispose();
        }
    }
}
