namespace DemoExam.Features.Shared.Import;

/// <summary>A form with one file.</summary>
public sealed class UploadForm
{
    public IFormFile? File { get; set; }
}

/// <summary>Where a reader is in an import.</summary>
/// <param name="Address">Address of the page.</param>
/// <param name="Checked">True when a file was checked.</param>
public sealed record ImportStage(string Address, bool Checked);

/// <summary>The card that offers tables to fill in.</summary>
/// <param name="Address">Address of the page.</param>
/// <param name="Text">What to do with them.</param>
/// <param name="Columns">Headings.</param>
public sealed record ImportSample(string Address, string Text, IReadOnlyList<string> Columns);
