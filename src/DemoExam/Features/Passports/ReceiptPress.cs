using System.Text.Json;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Security;
using DemoExam.Web;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace DemoExam.Features.Passports;

/// <summary>Draws and signs receipts of checks. With the key of this installation also where another house signs passports: anybody may ask for a receipt.</summary>
internal sealed class ReceiptPress(FormPdf pdf, SigningKeys keys, IssuerIdentity issuer, PublicAddress address, Texts texts, TimeProvider time, IOptions<JsonOptions> json)
{
    private const string TimeZone = "Europe/Moscow";

    /// <summary>A receipt in the language of the request.</summary>
    /// <param name="check">What the check says.</param>
    /// <param name="passport">Its passport.</param>
    /// <param name="token">Token of the verification address.</param>
    /// <exception cref="SigningKeyFault">The certificate has run out.</exception>
    public async Task<Receipt> Print(PassportCheck check, CheckedPassport passport, string token, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        keys.RequireInForce(now);
        var (id, page) = (Guid.CreateVersion7(now), address.With($"/p/{token}"));
        var checkedAt = check.CheckedAt.AddTicks(-(check.CheckedAt.UtcTicks % TimeSpan.TicksPerSecond)).ToUniversalTime();
        var statement = JsonSerializer.SerializeToElement(check with { CheckedAt = checkedAt }, json.Value.SerializerOptions);
        var jwt = await CheckReceipt.Sign(issuer.Signer, id, page, checkedAt, statement, ct);
        var signer = new PdfSigner(keys.Current);
        var slot = signer.Slot(checkedAt);
        using var drawn = pdf.Render(Content(check, passport, id, page, checkedAt, slot.Signer), slot, [CheckReceipt.Attachment(jwt)]);
        return new Receipt(new PassportFile($"{texts["Check.Receipt.FileName", passport.Number]}.pdf", await signer.Sign(drawn, ct)), jwt);
    }

    private FormContent Content(PassportCheck check, CheckedPassport passport, Guid id, Uri page, DateTimeOffset checkedAt, SignerCard card)
    {
        var t = texts;
        var language = t.Culture.TwoLetterISOLanguageName;
        var (words, moment) = (VerdictView.WordsOf(check, t), Formats.Moment(checkedAt, TimeZone));
        var other = t.In(PagesSetup.CultureOf(language == "ru" ? "en" : "ru"));
        List<FormBlock> blocks =
        [
            new FormText(t["Check.Receipt.Lead", moment]),
            new FormText($"{t[$"{words}.Title"]}. {t[$"{words}.Text"]}"),
            new FormFacts([.. Facts(check, passport, page, moment)]),
            .. Breakdown(passport),
            new FormText(t["Check.Receipt.Meaning"]),
            new FormStamp(t["Check.Receipt.Stamp"],
            [
                t["Check.Receipt.Certificate", card.CertificateNumber], t["Check.Receipt.Owner", card.Owner],
                t["Check.Receipt.Term", Formats.Date(card.ValidFrom), Formats.Date(card.ValidTo)],
            ]),
        ];
        return new FormContent(
            id, language, passport.Issuer.In(t), checkedAt, passport.Issuer.In(t), t["Check.Receipt.Title"], other["Check.Receipt.Title"], blocks,
            t["Check.Receipt.Footer", moment], t["Documents.Page", "{0}", "{1}"], passport.Number, t["Check.Receipt.Passport"], page);
    }

    private IEnumerable<(string Label, string Value)> Facts(PassportCheck check, CheckedPassport passport, Uri page, string moment)
    {
        yield return (texts["Check.Number"], passport.Number);
        if (passport.Holder is { } holder)
        {
            yield return (texts["Check.Holder"], holder);
        }

        if (passport is { Total: { } total, Maximum: { } maximum })
        {
            yield return (texts["Check.Total"], texts["Check.Total.Of", total.Value, maximum.Value]);
        }

        yield return (texts["Check.Skill"], passport.Skill.In(texts));
        if (passport.Level is { } level)
        {
            yield return (texts["Check.Level"], level.In(texts));
        }

        yield return (texts["Check.Year"], passport.Year.ToString(texts.Culture));
        yield return (texts["Check.Receipt.IssuedByUs"], passport.Issuer.In(texts));
        yield return (texts["Check.Receipt.InForce"], texts[$"Check.InForce.{check.InForce}"]);
        if (check.Since is { } since)
        {
            yield return (texts["Check.Receipt.Since"], Formats.Moment(since, TimeZone));
        }

        if ((check.RevokedFor is { } revoked ? texts.Of(revoked) : check.SupersededFor is { } superseded ? texts.Of(superseded) : null) is { } category)
        {
            yield return (texts["Check.Receipt.Category"], category);
        }

        yield return (texts["Check.Receipt.Unchanged"], texts[$"Check.Unchanged.{check.Unchanged}"]);
        yield return (texts["Check.Receipt.CheckedAt"], moment);
        yield return (texts["Check.Receipt.Address"], page.AbsoluteUri);
    }

    private IEnumerable<FormTable> Breakdown(CheckedPassport passport) =>
        from part in new[] { ("Check.Modules", passport.Modules), ("Check.Sections", passport.Sections) }
        where part.Item2 is { Count: > 0 }
        select new FormTable(
            [new FormColumn(texts[part.Item1], 7, false), new FormColumn(texts["Check.Total"], 2, true)],
            [.. part.Item2!.Select(line => (IReadOnlyList<string>)[$"{line.Code} {line.Name.In(texts)}", texts["Check.Total.Of", line.Mark.Value, line.Maximum.Value]])]);
}
