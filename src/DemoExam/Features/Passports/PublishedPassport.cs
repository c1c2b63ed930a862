using System.Data.Common;
using System.Text.Json;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;

namespace DemoExam.Features.Passports;

/// <summary>What everybody's check reads of a passport: the row without its history and without what is for the issuer only.</summary>
internal sealed record PublishedPassport(
    PassportId Id, ExamId ExamId, string Number, PassportStatus Status, DateTimeOffset? StatusChangedAt, RevocationCategory? RevokedFor, SupersedingCategory? SupersededFor,
    PassportId? SupersededById, PassportVisibility Visibility, bool IsQualified, PublicFacts Facts)
{
    public static PublishedPassport Of(SkillsPassport passport) => new(
        passport.Id, passport.ExamId, passport.Number, passport.Status, passport.StatusChangedAt, passport.RevokedFor, passport.SupersededFor,
        passport.SupersededById, passport.Visibility, passport.QualifiedAt is not null, passport.Facts);
}

/// <summary>
/// Finds passports by what is printed on them. Past EF Core, which takes several times as long to find one row as the database: of all that the service is asked,
/// this is asked most, and by people who wait with a paper in their hand.
/// </summary>
internal sealed class PublishedPassports(BareConnections connections)
{
    private const string Columns = """
        SELECT "Id", "ExamId", "Number", "Status", "StatusChangedAt", "RevokedFor", "SupersededFor", "SupersededById", "Visibility", "QualifiedAt", "Facts", "Token" FROM "Passports" AS "p" WHERE
        """;

    /// <summary>Seen by the test of the plans.</summary>
    internal const string ByToken = $"{Columns} \"Token\" = @asked", ByTokens = $"{Columns} \"Token\" = ANY(@asked)", ByNumber = $"{Columns} \"Number\" = @asked";

    // Where the database is a process of its own, the way there takes longer than the finding. SQL Server knows no arrays.
    private readonly AskedTogether<Row>? _together = connections.Kind == DatabaseKind.Postgres ? new(connections, ByTokens, row => (row.GetString(11), Read(row)), tokens => tokens.ToArray()) : null;

    public async Task<PublishedPassport?> WithToken(string token, CancellationToken ct) =>
        (await (_together?.First(token) ?? connections.First(ByToken, token, Read, ct)))?.Passport();

    public async Task<PublishedPassport?> WithNumber(string number, CancellationToken ct) => (await connections.First(ByNumber, number, Read, ct))?.Passport();

    private static Row Read(DbDataReader row) => new(
        new PassportId(row.GetGuid(0)), new ExamId(row.GetGuid(1)), row.GetString(2), (PassportStatus)row.GetInt32(3),
        row.IsDBNull(4) ? null : new DateTimeOffset(DateTime.SpecifyKind(row.GetDateTime(4), DateTimeKind.Utc)),
        row.IsDBNull(5) ? null : (RevocationCategory)row.GetInt32(5), row.IsDBNull(6) ? null : (SupersedingCategory)row.GetInt32(6),
        row.IsDBNull(7) ? null : new PassportId(row.GetGuid(7)), (PassportVisibility)row.GetInt32(8), !row.IsDBNull(9), row.GetString(10));

    // As the database gives it: what takes longer, whoever asked does for themselves.
    private sealed record Row(
        PassportId Id, ExamId ExamId, string Number, PassportStatus Status, DateTimeOffset? StatusChangedAt, RevocationCategory? RevokedFor, SupersedingCategory? SupersededFor,
        PassportId? SupersededById, PassportVisibility Visibility, bool IsQualified, string Facts)
    {
        public PublishedPassport Passport() => new(
            Id, ExamId, Number, Status, StatusChangedAt, RevokedFor, SupersededFor, SupersededById, Visibility, IsQualified, JsonSerializer.Deserialize<PublicFacts>(Facts, Conventions.Json)!);
    }
}
