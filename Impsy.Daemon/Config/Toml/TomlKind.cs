namespace Impsy.Daemon.Config.Toml;

/// <summary>The ten types of TOML 1.0.</summary>
internal enum TomlKind
{
    Text,
    Integer,
    Float,
    Boolean,
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
    Array,
    Table,
}
