using DemoExam.Domain.Packages;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>The score sheet as experts work on it: by keyboard, by thumb, beside each other.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class ScoreSheetTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static readonly ExamScope Everything = new(ExamLevel.Profile, true);

    [Theory]
    [InlineData(390, "ru", false)]
    [InlineData(820, "en", false)]
    [InlineData(1440, "ru", true)]
    public async Task Sheet_board_and_grid_fit_and_are_accessible(int width, string language, bool dark)
    {
        var exam = await app.Given.ARunningExam(3, Everything);
        await app.Score(exam.ScorerUser(0), exam, "A1.1", 1);
        await app.Score(exam.ScorerUser(0), exam, "A1.2", 3);
        await app.Score(exam.ScorerUser(1), exam, "A1.2", 4);
        await app.Score(exam.ScorerUser(0), exam, "A1.3", "Не успел");
        await app.Score(exam.ScorerUser(1), exam, "A2.3", 2);
        await app.Score(exam.ScorerUser(0), exam, "A2.4", 0);
        await app.Score(exam.ScorerUser(1), exam, "A2.4", 2);
        await app.Score(exam.ScorerUser(2), exam, "A2.4", 1);
        await app.Score(exam.ScorerUser(0), exam, "A3.1", 2);

        foreach (var (user, path, name) in new[]
        {
            (exam.ScorerUser(), "/scoring", "mine"),
            (exam.ScorerUser(), ScoringApi.PageOf(exam, "A"), "sheet"),
            (exam.ChiefUser, ScoringApi.PageOf(exam, "A"), "sheet-chief"),
            (exam.ChiefUser, $"/scoring/{exam.Id}", "board"),
            (exam.ChiefUser, $"/scoring/{exam.Id}/A", "grid"),
        })
        {
            var page = await app.Open(user, path, width, language, dark);
            if (name == "sheet")
            {
                await page.WaitForSelectorAsync("#sheet[data-ready]");
            }

            await BrowserApp.Picture(page, $"scoring-{name}-{width}-{language}{(dark ? "-dark" : "")}");
            await BrowserApp.ShouldBeWellLaidOut(page);
            await BrowserApp.ShouldBeAccessible(page);
        }
    }

    [Fact]
    public async Task An_expert_enters_52_aspects_by_keyboard_alone_at_speed_and_loses_nothing()
    {
        var exam = await app.Given.ARunningExam(1, Everything);
        foreach (var criterion in exam.Package.CriteriaOf(Everything))
        {
            var page = await app.Open(exam.ScorerUser(), ScoringApi.PageOf(exam, criterion.Letter));
            await page.WaitForSelectorAsync("#sheet[data-ready]");
            await page.Keyboard.PressAsync("ArrowDown");
            foreach (var aspect in criterion.Aspects)
            {
                await page.Keyboard.PressAsync(aspect.Scale is JudgementScale ? "2" : "1");
                await page.Keyboard.PressAsync("Enter");
            }

            await Assertions.Expect(page.Locator("#sending[data-sending=sent]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
            await page.Context.CloseAsync();
        }

        var sheets = await app.Query(db => db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id).ToListAsync());
        var entries = sheets.SelectMany(s => s.Entries).ToList();
        entries.Count.ShouldBe(52);
        foreach (var aspect in exam.Package.AspectsOf(Everything))
        {
            var entry = entries.Single(e => e.AspectId == aspect.Id);
            entry.Value!.Value.Whole.ShouldBe(aspect.Scale is JudgementScale ? 2 : 1, aspect.Code);
        }
    }

    [Fact]
    public async Task The_board_shows_what_others_enter_without_a_reload()
    {
        var exam = await app.Given.ARunningExam(1);
        var page = await app.Open(exam.ChiefUser, $"/scoring/{exam.Id}");
        await page.WaitForSelectorAsync("#board[data-watching]");
        await Assertions.Expect(page.Locator(".board-cell").First).ToContainTextAsync("0 из 15");

        await app.Score(exam.ScorerUser(), exam, "A2.2", 4);

        await Assertions.Expect(page.Locator(".board-cell").First).ToContainTextAsync("1 из 15 · 1,60");
    }

    [Fact]
    public async Task The_protocol_fits_the_screen_and_prints_with_lines_to_sign()
    {
        var exam = await app.Given.ALockedExam(3, Everything);
        foreach (var (width, language) in new[] { (390, "ru"), (1440, "en") })
        {
            var page = await app.Open(exam.ChiefUser, $"/exams/{exam.Id}/results", width, language);
            await BrowserApp.Picture(page, $"protocol-{width}-{language}");
            await BrowserApp.ShouldBeWellLaidOut(page);
            await BrowserApp.ShouldBeAccessible(page);
        }

        var paper = await app.Open(exam.ChiefUser, $"/exams/{exam.Id}/results", 1000);
        await paper.EmulateMediaAsync(new() { Media = Media.Print });
        await BrowserApp.Picture(paper, "protocol-print");
        await Assertions.Expect(paper.Locator(".page-top .actions")).ToBeHiddenAsync();
        await Assertions.Expect(paper.Locator(".signature-line").First).ToBeVisibleAsync();
    }
}
