using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DemoExam.Features.Privacy;

/// <summary>Everything that is kept about a candidate, as one ZIP file, for an answer to the person (152-ФЗ, art. 14).</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ExportPerson(CandidateId CandidateId) : IQuery<PersonFile>;

/// <summary>Everything that is kept about me, as one ZIP file.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record ExportMyData : IQuery<PersonFile>;

/// <param name="Name">File name.</param>
/// <param name="Content">The ZIP file: <c>data.json</c> and the documents.</param>
public sealed record PersonFile(string Name, byte[] Content)
{
    public const string ContentType = "application/zip";
}

internal sealed class ExportPersonHandler(DemoExamDb db, CurrentUser user, DataAccess access, TimeProvider time) : IRequestHandler<ExportPerson, PersonFile>
{
    public async Task<PersonFile> Handle(ExportPerson request, CancellationToken ct)
    {
        var entries = await db.EntriesOf(request.CandidateId, ct);
        _ = NotFound.Unless(await db.Candidates.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(c => c.Id == entries[0], ct), "candidate", request.CandidateId);
        access.Note(PersonalDataKind.Everything, entries);
        return await new PersonPack(db).Make(entries, time.GetUtcNow(), ct);
    }
}

internal sealed class ExportMyDataHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ExportMyData, PersonFile>
{
    public async Task<PersonFile> Handle(ExportMyData request, CancellationToken ct) => await new PersonPack(db).Make(await db.EntriesOf(user.RequireCandidate(), ct), time.GetUtcNow(), ct);
}

/// <summary>
/// Packs what the database holds about a person. The tables are found in the model: whichever row names a candidate or an account of
/// theirs goes in, so a table that is added later can't be forgotten.
/// </summary>
internal sealed class PersonPack(DemoExamDb db)
{
    // Of no use to the person and a danger in the wrong hands.
    private static readonly HashSet<string> Secret = ["PasswordHash", "SecurityStamp", "ConcurrencyStamp", "Stamp", "RecoveryCodes", "FormHash", "CodeHash", "ProviderKey", "Value"];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new MarksJson(), new ScoreValueJson(), new IdJson(), new JsonStringEnumConverter() },
    };

    public async Task<PersonFile> Make(IReadOnlyList<CandidateId> entries, DateTimeOffset now, CancellationToken ct)
    {
        var accounts = await db.Users.Where(a => a.CandidateId != null && entries.Contains(a.CandidateId.Value)).Select(a => a.Id).ToListAsync(ct);
        var passports = await db.Passports.AsNoTracking().Where(p => entries.Contains(p.CandidateId)).Select(p => new { p.Id, p.Number }).ToListAsync(ct);
        var passportIds = passports.ConvertAll(p => p.Id);
        var ids = entries.Select(e => e.Value).ToList();
        var data = new JsonObject { ["madeAt"] = now.UtcDateTime.ToString("O"), ["Candidates"] = Rows(await db.Candidates.Where(c => entries.Contains(c.Id)).ToListAsync(ct)) };
        foreach (var (type, property) in TablesOfPeople(db.Model))
        {
            var rows = property.ClrType == typeof(Guid)
                ? await Of(type, nameof(OfAccounts), property.Name, accounts, ct)
                : await Of(type, nameof(OfCandidates), property.Name, entries, ct);
            if (rows.Count > 0)
            {
                data[type.GetTableName()!] = rows;
            }
        }

        data["Accounts"] = Rows(await db.Users.Where(a => accounts.Contains(a.Id)).ToListAsync(ct));
        data["ShareLinks"] = Rows(await db.ShareLinks.Where(l => passportIds.Contains(l.PassportId)).ToListAsync(ct));
        data["RegisterChanges"] = Rows(await db.RegisterChanges.Where(c => c.Kind == RegisterKind.Candidate && ids.Contains(c.SubjectId)).ToListAsync(ct));
        data["PersonalDataAccesses"] = Rows(await db.PersonalDataAccesses.Where(a => ids.Contains(a.SubjectId)).ToListAsync(ct));

        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await Put(zip, "data.json", JsonSerializer.SerializeToUtf8Bytes(data, Json), ct);
            foreach (var passport in passports)
            {
                var document = await db.PassportDocuments.AsNoTracking().SingleAsync(d => d.PassportId == passport.Id, ct);
                await Put(zip, $"passports/{passport.Number}.pdf", document.Pdf, ct);
            }

            foreach (var photo in await db.EvidencePhotos.AsNoTracking().Where(p => db.Evidence.Any(e => e.Id == p.EvidenceId && entries.Contains(e.CandidateId))).ToListAsync(ct))
            {
                await Put(zip, $"evidence/{photo.EvidenceId}.{photo.MediaType.Split('/')[^1]}", photo.Content, ct);
            }
        }

        db.ChangeTracker.Clear();
        return new PersonFile($"person-{entries[0]}.zip", file.ToArray());
    }

    /// <summary>Tables with a row that names a candidate, or an account by a foreign key.</summary>
    internal static IEnumerable<(IEntityType Type, IProperty Property)> TablesOfPeople(IModel model) =>
        from type in model.GetEntityTypes()
        where !type.IsOwned() && type.ClrType != typeof(Domain.Candidates.Candidate) && type.ClrType != typeof(Account)
        let property = type.GetProperties().FirstOrDefault(p => p.ClrType == typeof(CandidateId) || p.ClrType == typeof(CandidateId?))
            ?? type.GetForeignKeys().Where(k => k.PrincipalEntityType.ClrType == typeof(Account)).Select(k => k.Properties[0]).FirstOrDefault(p => p.ClrType == typeof(Guid))
        where property is not null
        orderby type.GetTableName()
        select (type, property);

    private Task<JsonArray> Of<TKey>(IEntityType type, string method, string property, IReadOnlyList<TKey> keys, CancellationToken ct) =>
        (Task<JsonArray>)GetType().GetMethod(method, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(type.ClrType).Invoke(this, [property, keys, ct])!;

    private async Task<JsonArray> OfCandidates<T>(string property, IReadOnlyList<CandidateId> keys, CancellationToken ct) where T : class
    {
        var found = new List<T>();
        foreach (var key in keys)
        {
            found.AddRange(db.Model.FindEntityType(typeof(T))!.FindProperty(property)!.ClrType == typeof(CandidateId)
                ? await db.Set<T>().Where(row => EF.Property<CandidateId>(row, property) == key).ToListAsync(ct)
                : await db.Set<T>().Where(row => EF.Property<CandidateId?>(row, property) == key).ToListAsync(ct));
        }

        return Rows(found);
    }

    private async Task<JsonArray> OfAccounts<T>(string property, IReadOnlyList<Guid> keys, CancellationToken ct) where T : class =>
        Rows(await db.Set<T>().Where(row => keys.Contains(EF.Property<Guid>(row, property))).ToListAsync(ct));

    private JsonArray Rows<T>(List<T> rows) where T : class => [.. rows.Select(row => Row(db.Entry(row)))];

    private static JsonObject Row(EntityEntry entry)
    {
        var json = new JsonObject();
        foreach (var property in entry.Properties.Concat(entry.ComplexProperties.SelectMany(c => c.Properties)))
        {
            if (!Secret.Contains(property.Metadata.Name) && !(property.Metadata.Name == "Secret" && entry.Entity is SecondFactor))
            {
                // Long binary values are files beside this one.
                json[property.Metadata.Name.TrimStart('_')] = property.CurrentValue is byte[] bytes ? JsonValue.Create($"{bytes.Length} bytes") : JsonSerializer.SerializeToNode(property.CurrentValue, Json);
            }
        }

        return json;
    }

    private static async Task Put(ZipArchive zip, string name, byte[] content, CancellationToken ct)
    {
        await using var stream = await zip.CreateEntry(name).OpenAsync(ct);
        await stream.WriteAsync(content, ct);
    }
}
