namespace Impsy.Torture;

/// <summary>
/// A test that mounts, or makes a network of its own: for root only, and not in every container. Where that is not
/// permitted it counts as skipped, with the reason.
/// </summary>
public sealed class PrivilegedFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_obstacle = new(FindObstacle);

    public PrivilegedFactAttribute() => Skip = Obstacle;

    /// <summary>Why such tests cannot be run here, or null.</summary>
    public static string? Obstacle => s_obstacle.Value;

    private static string? FindObstacle()
    {
        (int exit, string said) = Shell.Try("unshare", "--net", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
        return exit == 0 ? null : $"mounts and networks of one's own are not permitted here: {said.Trim()}";
    }
}
