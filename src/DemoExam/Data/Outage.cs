using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DemoExam.Data;

/// <summary>Why a database takes nothing now although nothing is wrong with what it is asked.</summary>
public enum Outage
{
    /// <summary>It does not answer, or it is busy beyond all patience: the same request may succeed in a moment.</summary>
    NoAnswer = 1,

    /// <summary>Its disk is full: somebody must make room.</summary>
    NoRoom = 2,
}

/// <summary>Tells outages from other failures by what the drivers say.</summary>
public static class Outages
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteInputOutput = 10, SqliteFull = 13, SqliteCantOpen = 14;

    // Filegroup and log are full; broken connections, timeouts, databases that are being started.
    private static readonly int[] SqlServerFull = [1105, 9002], SqlServerAway = [-2, 2, 53, 64, 233, 4060, 10053, 10054, 10060, 18401];

    /// <summary>The outage behind a failure; null when it is another failure.</summary>
    public static Outage? Of(Exception? failure) => failure switch
    {
        null => null,
        SqliteException { SqliteErrorCode: SqliteFull } => Outage.NoRoom,
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked or SqliteInputOutput or SqliteCantOpen } => Outage.NoAnswer,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => Outage.NoRoom,
        // Classes of SQLSTATE: connection, resources, operator's intervention.
        PostgresException { SqlState: var state } => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) ? Outage.NoAnswer : null,
        NpgsqlException => Outage.NoAnswer,
        SqlException sql => SqlServerFull.Contains(sql.Number) ? Outage.NoRoom : SqlServerAway.Contains(sql.Number) ? Outage.NoAnswer : null,
        _ => Of(failure.InnerException),
    };
}
