using System.Globalization;
using System.Text.Json;

namespace DemoExam.Credentials.Tokens;

/// <summary>The place of a passport in a status list.</summary>
/// <param name="List">Address of the list.</param>
/// <param name="Index">Index in the list, chosen at random when the passport was issued.</param>
public sealed record StatusEntry(Uri List, int Index);

/// <summary>What a credential says beside the passport's own content.</summary>
/// <param name="Issuer">The issuer's DID.</param>
/// <param name="Subject">Pseudonym of the holder for this one credential; unrelated to any number of the person.</param>
/// <param name="AwardedAt">When the result was first awarded; a corrected passport keeps it. Whole seconds.</param>
/// <param name="Achievement">Address that names the assessment package and level, in a version of its own.</param>
/// <param name="Venue">Address that names the venue.</param>
/// <param name="Status">Place in the issuer's status list; null when there is none.</param>
public sealed record CredentialFrame(string Issuer, Guid Subject, DateTimeOffset AwardedAt, Uri Achievement, Uri Venue, StatusEntry? Status);

/// <summary>
/// A passport as Open Badges 3.0 credential on the W3C data model 2.0, ready to be signed as JWT. The claims of the JWT stand beside the
/// credential and repeat it, as VC-JOSE-COSE 1.0 and Open Badges both ask.
/// </summary>
public static class BadgeCredential
{
    /// <summary>Name of the file inside the PDF.</summary>
    public const string FileName = "passport.vc.jwt";

    /// <summary>Media type of the file.</summary>
    public const string MediaType = "application/vc+jwt";

    /// <summary>The signed credential as a file for the PDF.</summary>
    public static Pdf.PdfAttachment Attachment(string token) =>
        new(FileName, MediaType, System.Text.Encoding.ASCII.GetBytes(token), "Проверяемое свидетельство Open Badges 3.0 / Open Badges 3.0 credential");

    /// <summary>The payload. Arrays are always arrays; nothing is null or empty; points are strings with two decimals.</summary>
    public static byte[] Payload(PassportContent content, CredentialFrame frame) => IssuerKeys.Write(json =>
    {
        var id = $"urn:uuid:{content.PassportId:D}";
        var subject = $"urn:uuid:{frame.Subject:D}";
        json.WriteStartObject();
        Strings(json, "@context", "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json");
        json.WriteString("id", id);
        Strings(json, "type", "VerifiableCredential", "OpenBadgeCredential");
        json.WriteString("name", "Паспорт компетенций");
        json.WriteString("awardedDate", IssuerKeys.Time(frame.AwardedAt));
        WriteIssuer(json, content, frame);
        json.WriteString("validFrom", IssuerKeys.Time(content.IssuedAt));
        if (ValidUntil(content) is { } until) json.WriteString("validUntil", IssuerKeys.Time(until));
        WriteSubject(json, content, frame, subject);
        if (frame.Status is { } status) WriteStatus(json, status);
        json.WriteStartArray("credentialSchema");
        json.WriteStartObject();
        json.WriteString("id", "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json");
        json.WriteString("type", "1EdTechJsonSchemaValidator2019");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("iss", frame.Issuer);
        json.WriteString("jti", id);
        json.WriteString("sub", subject);
        json.WriteNumber("nbf", content.IssuedAt.ToUnixTimeSeconds());
        if (ValidUntil(content) is { } end) json.WriteNumber("exp", end.ToUnixTimeSeconds());
        json.WriteEndObject();
    });

    /// <summary>Whether a credential says the same as the passport, and its claims the same as itself.</summary>
    public static bool Agrees(JsonElement payload, PassportContent content)
    {
        var subject = payload.Member("credentialSubject");
        return payload.Text("jti") == $"urn:uuid:{content.PassportId:D}"
            && payload.Text("jti") == payload.Text("id")
            && payload.Text("iss") is { } issuer && issuer == payload.Member("issuer").Text("id")
            && payload.Text("sub") is { } holder && holder == subject.Text("id")
            && payload.Number("nbf") == content.IssuedAt.ToUnixTimeSeconds()
            && payload.Text("validFrom") == IssuerKeys.Time(content.IssuedAt)
            && payload.Number("exp") == ValidUntil(content)?.ToUnixTimeSeconds()
            && subject.Text("licenseNumber") == content.Number
            && subject.First("identifier").Text("identityHash") == content.Holder.FullName
            && subject.First("result").Text("value") == Points(content.Result.TotalHundredths);
    }

    /// <summary>
    /// Reads the core of a credential whose signature holds. Null when it is none of ours, or when its claims say something else than
    /// the credential beside them.
    /// </summary>
    internal static Verification.PassportFacts? Read(JsonElement payload)
    {
        var subject = payload.Member("credentialSubject");
        var achievement = subject.Member("achievement");
        if (!(payload.Text("jti") is { } id && id == payload.Text("id")
            && payload.Text("iss") is { } issuer && issuer == payload.Member("issuer").Text("id")
            && payload.Text("sub") is { } holder && holder == subject.Text("id")
            && payload.TryTime("nbf", out var from) && payload.Text("validFrom") == IssuerKeys.Time(from))) return null;
        DateTimeOffset? until = payload.TryTime("exp", out var end) ? end : null;
        if (payload.Text("validUntil") != (until is { } last ? IssuerKeys.Time(last) : null)) return null;
        return subject.Text("licenseNumber") is { } number && subject.First("identifier").Text("identityHash") is { } name && achievement.Text("name") is { } skill
            && TryPoints(subject.First("result").Text("value"), out var total) && TryPoints(achievement.First("resultDescription").Text("valueMax"), out var maximum)
            ? new Verification.PassportFacts(number, name, skill, total, maximum, from, until)
            : null;
    }

    /// <summary>The credential's place in a status list; null when it names none.</summary>
    internal static StatusEntry? StatusOf(JsonElement payload)
    {
        var status = payload.Member("credentialStatus");
        return status.Text("statusPurpose") == "revocation" && int.TryParse(status.Text("statusListIndex"), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && Uri.TryCreate(status.Text("statusListCredential"), UriKind.Absolute, out var list) ? new StatusEntry(list, index) : null;
    }

    /// <summary>The end of the last day of validity, in UTC as in all checks.</summary>
    internal static DateTimeOffset? ValidUntil(PassportContent content) => content.ValidUntil is { } day
        ? new DateTimeOffset(day.ToDateTime(new TimeOnly(23, 59, 59)), TimeSpan.Zero)
        : null;

    private static void WriteIssuer(Utf8JsonWriter json, PassportContent content, CredentialFrame frame)
    {
        // As an object: the validator of 1EdTech reads its type.
        json.WriteStartObject("issuer");
        json.WriteString("id", frame.Issuer);
        Strings(json, "type", "Profile");
        json.WriteString("name", content.Issuer.Name.Ru);
        json.WriteString("url", content.Issuer.Site.AbsoluteUri);
        json.WriteEndObject();
    }

    private static void WriteSubject(Utf8JsonWriter json, PassportContent content, CredentialFrame frame, string subject)
    {
        var achievement = frame.Achievement.AbsoluteUri;
        json.WriteStartObject("credentialSubject");
        json.WriteString("id", subject);
        Strings(json, "type", "AchievementSubject");
        json.WriteStartArray("identifier");
        json.WriteStartObject();
        json.WriteString("type", "IdentityObject");
        // Plain: a hash of a name is guessed in no time, and this document is the holder's own.
        json.WriteBoolean("hashed", false);
        json.WriteString("identityHash", content.Holder.FullName);
        json.WriteString("identityType", "name");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("licenseNumber", content.Number);
        json.WriteStartObject("source");
        json.WriteString("id", frame.Venue.AbsoluteUri);
        Strings(json, "type", "Profile");
        json.WriteString("name", content.Place.Venue.Ru);
        json.WriteEndObject();
        WriteAchievement(json, content, achievement);
        json.WriteStartArray("result");
        foreach (var (id, _, mark, _) in Lines(content))
        {
            json.WriteStartObject();
            Strings(json, "type", "Result");
            json.WriteString("resultDescription", $"{achievement}#{id}");
            json.WriteString("value", Points(mark));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAchievement(Utf8JsonWriter json, PassportContent content, string achievement)
    {
        var exam = content.Event;
        json.WriteStartObject("achievement");
        json.WriteString("id", achievement);
        Strings(json, "type", "Achievement");
        json.WriteString("achievementType", "Assessment");
        json.WriteString("name", exam.PackageName.Ru);
        json.WriteString("description", string.Join(". ", new[] { exam.Type.Ru, exam.Level.Ru, exam.PackageCode }.Where(t => t.Length > 0)));
        json.WriteString("inLanguage", "ru");
        json.WriteStartObject("criteria");
        json.WriteString("narrative", $"Схема оценивания {(exam.PackageCode.Length > 0 ? exam.PackageCode : exam.PackageName.Ru)}, максимум {Points(content.Result.MaximumHundredths)}");
        json.WriteEndObject();
        json.WriteStartArray("resultDescription");
        foreach (var (id, name, _, maximum) in Lines(content))
        {
            json.WriteStartObject();
            json.WriteString("id", $"{achievement}#{id}");
            Strings(json, "type", "ResultDescription");
            json.WriteString("name", name);
            json.WriteString("resultType", "RawScore");
            json.WriteString("valueMin", Points(0));
            json.WriteString("valueMax", Points(maximum));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter json, StatusEntry status)
    {
        var index = status.Index.ToString(CultureInfo.InvariantCulture);
        // One object and with an id: the schema of Open Badges refuses arrays and entries without one.
        json.WriteStartObject("credentialStatus");
        json.WriteString("id", $"{status.List.AbsoluteUri}#{index}");
        json.WriteString("type", "BitstringStatusListEntry");
        json.WriteString("statusPurpose", "revocation");
        json.WriteString("statusListIndex", index);
        json.WriteString("statusListCredential", status.List.AbsoluteUri);
        json.WriteEndObject();
    }

    /// <summary>The total first, then modules and sections.</summary>
    private static IEnumerable<(string Id, string Name, int Mark, int Maximum)> Lines(PassportContent content)
    {
        yield return ("total", "Итог", content.Result.TotalHundredths, content.Result.MaximumHundredths);
        for (var i = 0; i < content.Result.Modules.Count; i++)
        {
            var line = content.Result.Modules[i];
            yield return ($"module-{i + 1}", $"{line.Code} {line.Name.Ru}", line.MarkHundredths, line.MaximumHundredths);
        }

        for (var i = 0; i < content.Result.Sections.Count; i++)
        {
            var line = content.Result.Sections[i];
            yield return ($"section-{i + 1}", $"{line.Code} {line.Name.Ru}", line.MarkHundredths, line.MaximumHundredths);
        }
    }

    // Two decimals always, so hundredths are the digits without the point.
    private static bool TryPoints(string? text, out int hundredths)
    {
        hundredths = 0;
        return text is { Length: >= 4 and <= 9 } && text[^3] == '.' && int.TryParse(text.Remove(text.Length - 3, 1), NumberStyles.None, CultureInfo.InvariantCulture, out hundredths);
    }

    private static string Points(int hundredths) => string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100}.{hundredths % 100:00}");

    private static void Strings(Utf8JsonWriter json, string name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
