using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Pdf;

/// <summary>
/// The candidates of an exam share what is composed once for them. A value of one must never stand in the passport of another: whatever
/// was drawn before, a passport has the bytes that an instance draws which has drawn nothing else.
/// </summary>
public sealed class PassportFormTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly FontLibrary Fonts = FontLibrary.Find();
    private static readonly PdfTemplate Template = PdfTemplate.Load(AnIssuer.TemplatePath("state-attestation"));

    [Fact]
    public void Whatever_differs_between_two_passports_is_printed_as_if_the_other_had_not_been_drawn()
    {
        var content = Short(APassport.Everyday()) with { ValidUntil = new DateOnly(2031, 6, 16) };
        var press = new PassportPdf(Template, Fonts);
        var first = Draw(press, content);
        var changed = Changed(content).ToArray();
        changed.Length.ShouldBeGreaterThan(50);
        foreach (var other in changed)
        {
            var (one, two, alone) = (Draw(press, other), Draw(press, other), Draw(new PassportPdf(Template, Fonts), other));
            one.ShouldBe(alone, other.ToString());
            two.ShouldBe(alone, other.ToString());
        }

        Draw(press, content).ShouldBe(first);
    }

    /// <summary>With two lines of each breakdown: the others are alike.</summary>
    private static PassportContent Short(PassportContent content) =>
        content with { Result = content.Result with { Modules = [.. content.Result.Modules.Take(2)], Sections = [.. content.Result.Sections.Take(2)] } };

    [Fact]
    public void A_hundred_candidates_of_an_exam_have_the_passports_that_each_would_have_alone()
    {
        var random = new Random(7);
        string[] names = ["Ли Ян", "Соколова Анна Сергеевна", "Константинопольская-Преображенская Александрина Вячеславовна-Мирославовна", "Nguyễn Thị Ánh", "Ғабит Әлиев"];
        var press = new PassportPdf(Template, Fonts);
        foreach (var n in Enumerable.Range(0, 100))
        {
            var content = APassport.Everyday();
            PassportScoreLine Marked(PassportScoreLine line) => line with { MarkHundredths = random.Next(line.MaximumHundredths + 1) };
            content = content with
            {
                PassportId = new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                Number = string.Create(CultureInfo.InvariantCulture, $"ПК-39-2026-{n:000000}-7"),
                VerificationUrl = new Uri($"https://exam.example.org/p/{n}"),
                Holder = content.Holder with { FullName = names[random.Next(names.Length)], LatinName = random.Next(2) == 0 ? null : "Anna Sokolova" },
                Result = content.Result with
                {
                    TotalHundredths = random.Next(10001),
                    Band = random.Next(3) == 0 ? null : content.Result.Band,
                    Modules = [.. content.Result.Modules.Select(Marked)],
                    Sections = [.. content.Result.Sections.Select(Marked)],
                },
            };
            var drawn = Draw(press, content);
            // Drawn alone: an instance forgets its forms when there are too many, and each organisation makes a form.
            foreach (var other in Enumerable.Range(0, n % 20 == 0 ? 70 : 0))
                _ = Draw(press, content with { Holder = content.Holder with { Organisation = new Bilingual($"Колледж {other}", "") } });
            Draw(press, content).ShouldBe(drawn);
            if (n % 10 != 0) continue;
            var text = Tool.Text(folder.Write("p.pdf", drawn));
            text.ShouldContain(content.Holder.FullName.Split(' ')[0].Split('-')[0]);
            foreach (var line in content.Result.Modules) text.ShouldContain($"{line.Code} {line.Name.Ru} {Points(line.MarkHundredths)} / {Points(line.MaximumHundredths)}");
        }
    }

    private static string Points(int hundredths) =>
        hundredths % 100 == 0 ? $"{hundredths / 100}" : string.Create(CultureInfo.GetCultureInfo("ru-RU"), $"{hundredths / 100m:0.00}");

    /// <summary>The content with each of its values changed, one at a time; without those that say nothing possible.</summary>
    private static IEnumerable<PassportContent> Changed(PassportContent content)
    {
        var json = PassportJson.Write(content);
        var leaves = Leaves(JsonNode.Parse(json)!).Count();
        for (var i = 0; i < leaves; i++)
        {
            var node = JsonNode.Parse(json)!;
            var leaf = Leaves(node).ElementAt(i);
            leaf.ReplaceWith(Other(leaf.AsValue()));
            PassportContent other;
            try
            {
                other = PassportJson.Read(JsonSerializer.SerializeToUtf8Bytes(node));
                other.Check();
            }
            catch (Exception e) when (e is JsonException or ArgumentException)
            {
                continue;
            }

            yield return other;
        }

        yield return content with { OfflineProof = "0123456789" };
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) => node switch
    {
        JsonObject o => o.Select(m => m.Value).OfType<JsonNode>().SelectMany(Leaves),
        JsonArray a => a.OfType<JsonNode>().SelectMany(Leaves),
        _ => [node],
    };

    private static JsonValue Other(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => JsonValue.Create(value.GetValue<int>() - 1),
        JsonValueKind.String => value.GetValue<string>() switch
        {
            var text when Guid.TryParse(text, out _) => JsonValue.Create(Guid.Empty.ToString()),
            var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => JsonValue.Create(day.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            var text when text.StartsWith("20", StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) => JsonValue.Create(time.AddDays(1)),
            var text => JsonValue.Create(text + "x"),
        },
        _ => JsonValue.Create("x"),
    };

    private static byte[] Draw(PassportPdf press, PassportContent content)
    {
        using var drawn = press.Render(content, AnIssuer.WithEcKey().Signer.Slot(content.IssuedAt));
        return drawn.ToArray();
    }
}
