namespace Impsy.Torture;

/// <summary>As <see cref="PrivilegedFactAttribute"/>, with data.</summary>
public sealed class PrivilegedTheoryAttribute : TheoryAttribute
{
    public PrivilegedTheoryAttribute() => Skip = PrivilegedFactAttribute.Obstacle;
}
