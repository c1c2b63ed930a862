namespace DemoExam.FunctionalTests.Support;

/// <summary>The gallery of components in a real browser: what every page is built from.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class BrowserAppTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Theory]
    [InlineData(390, false)]
    [InlineData(1440, true)]
    public async Task The_gallery_of_components_fits_and_is_accessible(int width, bool dark)
    {
        var page = await app.Open(TestUser.Organiser, "/design", width, dark: dark);

        await BrowserApp.ShouldBeWellLaidOut(page);
        await BrowserApp.ShouldBeAccessible(page);
        await BrowserApp.Picture(page, $"design-{width}{(dark ? "-dark" : "")}");
    }
}
