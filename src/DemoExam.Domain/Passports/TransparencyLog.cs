namespace DemoExam.Domain.Passports;

/// <summary>What happened to a passport; written into the log for ever.</summary>
public enum LogEntryKind
{
    /// <summary>Выпущен.</summary>
    Issue = 1,

    /// <summary>Заменён новой версией.</summary>
    Supersede = 2,

    /// <summary>Отозван.</summary>
    Revoke = 3,
}

/// <summary>
/// A line of the transparency log. It is written in the transaction of the deed itself and gets its place in the log from the publisher a
/// moment later, so that deeds never wait for each other.
/// </summary>
public sealed class LogEntry
{
    private LogEntry()
    {
    }

    /// <param name="id">Identity; the publisher goes by its order.</param>
    /// <param name="passport">The passport; never published.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="leaf">The published line.</param>
    public LogEntry(LogEntryId id, PassportId passport, LogEntryKind kind, string leaf)
    {
        Id = id;
        PassportId = passport;
        Kind = kind;
        Leaf = leaf;
    }

    public LogEntryId Id { get; private set; }
    public PassportId PassportId { get; private set; }
    public LogEntryKind Kind { get; private set; }

    /// <summary>The published line, byte for byte as it is hashed; it holds nothing about a person.</summary>
    public string Leaf { get; private set; } = "";

    /// <summary>Place in the log, from 0 without gaps; null until it is published.</summary>
    public long? Place { get; private set; }

    /// <summary>Gives the entry its place, once.</summary>
    public void Put(long place)
    {
        if (Place is not null)
        {
            throw new InvalidOperationException("An entry of the log never moves.");
        }

        Place = place;
    }
}

/// <summary>Hash over 256 neighbours of the level below: what keeps proofs cheap in a long log. Level 1 stands over entries.</summary>
public sealed class LogNode
{
    private LogNode()
    {
    }

    /// <param name="level">Tile level, from 1.</param>
    /// <param name="place">Place on the level, from 0.</param>
    /// <param name="hash">SHA-256.</param>
    public LogNode(int level, long place, byte[] hash)
    {
        Level = level;
        Place = place;
        Hash = hash;
    }

    public int Level { get; private set; }
    public long Place { get; private set; }
    public byte[] Hash { get; private set; } = [];
}

/// <summary>The signed state of the log at a size; kept, so that the log can be shown never to have changed.</summary>
public sealed class LogCheckpoint
{
    private LogCheckpoint()
    {
    }

    /// <param name="size">Number of entries.</param>
    /// <param name="note">The signed text.</param>
    /// <param name="madeAt">When.</param>
    public LogCheckpoint(long size, string note, DateTimeOffset madeAt)
    {
        Size = size;
        Note = note;
        MadeAt = madeAt;
    }

    public long Size { get; private set; }
    public string Note { get; private set; } = "";
    public DateTimeOffset MadeAt { get; private set; }
}
