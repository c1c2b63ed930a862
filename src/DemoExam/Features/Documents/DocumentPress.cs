using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DemoExam.Credentials.Pdf;
using DemoExam.Domain.Documents;
using DemoExam.Domain.Experts;
using DemoExam.Features.Passports;
using DemoExam.Web;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Documents;

/// <summary>Composes documents of their template and data, and draws them.</summary>
internal sealed class DocumentPress(FormPdf pdf, DocumentTemplates templates, ReadinessChecklist checklist, Texts texts, PublicAddress address, IOptions<IssuerOptions> issuer)
{
    /// <summary>The title in a language.</summary>
    public string TitleOf(DocumentKind kind, string language) => templates.For(kind).Title.In(language);

    /// <summary>Whether the exam has what the document says; without it only the blank form can be printed.</summary>
    public bool HasData(DocumentKind kind, DocumentData data) => templates.For(kind) is { Rows: DocumentRows.None } || data.Rows(templates.For(kind).Rows, texts).Count > 0;

    /// <summary>What the document says, without number, version and code, and its fingerprint.</summary>
    public (IReadOnlyList<FormBlock> Blocks, string Hash) Compose(DocumentKind kind, DocumentData data, bool isBlank, string language)
    {
        var template = templates.For(kind);
        var t = texts.In(PagesSetup.CultureOf(language));
        var facts = data.Facts(t);
        var filled = facts.ToDictionary(f => f.Key, object? (f) => f.Value);
        List<FormBlock> blocks = [new FormFacts([.. template.Facts.Select(f => (f.Label.In(language), f.Value is null || (isBlank && DocumentTemplates.DaysOwn.Contains(f.Value)) ? "" : facts[f.Value]))])];
        blocks.AddRange(template.Text.Select(x => new FormText(MessageFormat.Fill(x.In(language), filled, t.Culture))));
        if (template.Rows != DocumentRows.None)
        {
            blocks.Add(Table(template.Table, data, isBlank, language, t));
        }

        foreach (var table in template.More)
        {
            blocks.AddRange(table.Text is { } above ? [new FormText(above.In(language))] : Array.Empty<FormText>());
            blocks.Add(Table(table, data, isBlank, language, t) is { Rows.Count: > 0 } filledIn ? filledIn : new FormText(t["Documents.NoneRecorded"]));
        }

        blocks.AddRange(template.After.Select(x => new FormText(MessageFormat.Fill(x.In(language), filled, t.Culture))));
        if (template.Signatures.Count > 0)
        {
            blocks.Add(new FormSignatures([.. template.Signatures.SelectMany(s => Lines(s, data, language))], t["Documents.Signature"], t["Documents.SignatureName"]));
        }

        return (blocks, HashOf(template.Title.In(language), blocks));
    }

    /// <summary>Draws a version of a document.</summary>
    public PrintedForm Print(DocumentKind kind, DocumentData data, IReadOnlyList<FormBlock> blocks, bool isBlank, string language, int version, DocumentCode code, DateTimeOffset now)
    {
        var t = texts.In(PagesSetup.CultureOf(language));
        var other = language == "ru" ? "en" : "ru";
        return pdf.Render(new FormContent(
            Guid.CreateVersion7(), language, language == "ru" ? issuer.Value.Name : issuer.Value.NameEn, new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero),
            t.Name(data.Organiser, data.OrganiserEn), TitleOf(kind, language), TitleOf(kind, other), blocks,
            t[isBlank ? "Documents.Footer.Blank" : "Documents.Footer", NumberOf(data.Exam.Number, kind), version, Formats.Moment(now, data.Exam.TimeZone, t.Culture)],
            t["Documents.Page", "{0}", "{1}"], code.Text, t["Documents.Code"], address.With($"/documents/{code.Text}")));
    }

    /// <summary>Number of a document: that of the exam and of its place in the list.</summary>
    public static string NumberOf(string exam, DocumentKind kind) => string.Create(CultureInfo.InvariantCulture, $"{exam}/{(int)kind:00}");

    private FormTable Table(DocumentTable table, DocumentData data, bool isBlank, string language, Texts t)
    {
        var modules = data.Package.CriteriaOf(data.Exam.Scope).ToList();
        var columns = table.Columns.SelectMany(c => c.Value == DocumentTemplates.Modules
            ? modules.Select((m, i) => (Value: (string?)$"{DocumentTemplates.Modules}{i}", Column: new FormColumn(m.Letter, c.Width, true)))
            : [(c.Value, new FormColumn(c.Header.In(language), c.Width, IsNumber(c.Value)))]).ToList();
        var rows = isBlank ? Empty(table, data, language) : data.Rows(table.Rows, t);
        return new FormTable([.. columns.Select(c => c.Column)], [.. rows.Select(r => columns.ConvertAll(c => c.Value is null ? "" : r.GetValueOrDefault(c.Value, "")))]);
    }

    // Lines of a checklist are the form itself; of everything else a blank form has numbers only.
    private IEnumerable<IReadOnlyDictionary<string, string>> Empty(DocumentTable table, DocumentData data, string language) =>
        table.Rows == DocumentRows.Readiness
            ? (data.Exam.Readiness.Count > 0 ? data.Exam.Readiness : checklist.For(data.Package.Code)).Select((line, i) => new Dictionary<string, string> { ["number"] = Text(i + 1), ["item"] = language == "ru" ? line.Name.Russian : line.Name.English })
            : Enumerable.Range(1, table.EmptyRows).Select(i => new Dictionary<string, string> { ["number"] = Text(i) });

    private static bool IsNumber(string? value) =>
        value is "number" or "total" or "maximum" or "percent" or "grade" or "workplace" or "drawn" or "changed" or "shift" or "points" or "candidates" or "minutes" or "stopped" or "extra";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string, string)> Lines(DocumentSignature signature, DocumentData data, string language) => signature.Who switch
    {
        DocumentSigner.Chief => [(signature.Role.In(language), data.Experts[data.Exam.Chief.ExpertId].Name.Initials)],
        DocumentSigner.Scoring => Named(ExamRole.ScoringExpert, signature.Role.In(language), data),
        DocumentSigner.Technical => Named(ExamRole.TechnicalExpert, signature.Role.In(language), data),
        _ => [(signature.Role.In(language), "")],
    };

    private static IEnumerable<(string, string)> Named(ExamRole role, string said, DocumentData data) =>
        data.Exam.Duties.Where(d => d.Role == role && d.EndedAt is null).Select(d => data.Experts[d.ExpertId].Name).OrderBy(n => n.Normalised, StringComparer.Ordinal).Select(n => (said, n.Initials));

    private static string HashOf(string title, IEnumerable<FormBlock> blocks)
    {
        var text = new StringBuilder(title);
        foreach (var block in blocks)
        {
            switch (block)
            {
                case FormText paragraph: Add(paragraph.Text); break;
                case FormFacts facts: Add([.. facts.Facts.SelectMany(f => new[] { f.Label, f.Value })]); break;
                case FormTable table:
                    Add([.. table.Columns.Select(c => c.Header)]);
                    foreach (var row in table.Rows)
                    {
                        Add([.. row]);
                    }

                    break;
                case FormSignatures signatures: Add([.. signatures.Lines.SelectMany(l => new[] { l.Role, l.Name })]); break;
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        // Separators that no text has, so that moved words give another fingerprint.
        void Add(params ReadOnlySpan<string> cells)
        {
            text.Append('\u001E');
            foreach (var cell in cells)
            {
                text.Append(cell).Append('\u001F');
            }
        }
    }
}
