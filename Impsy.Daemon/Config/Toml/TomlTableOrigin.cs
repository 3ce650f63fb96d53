namespace Impsy.Daemon.Config.Toml;

/// <summary>TOML lets a table be defined once; what counts as again depends on how it came to be.</summary>
internal enum TomlTableOrigin
{
    /// <summary>Only named on the way to a deeper header: it may still be defined.</summary>
    Implicit,

    /// <summary>By its own [header] or [[header]].</summary>
    Header,

    /// <summary>By a dotted key: more dotted keys of the same section may add to it, a header may not.</summary>
    Dotted,

    /// <summary>Written as a value in braces: complete.</summary>
    Inline,
}
