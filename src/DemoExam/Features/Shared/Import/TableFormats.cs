using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DemoExam.Features.Shared.Import;

/// <summary>How the doors hand tables out.</summary>
internal static class TableFormats
{
    /// <summary>The format that an address names; CSV when it names none.</summary>
    /// <exception cref="BadHttpRequestException">Neither <c>csv</c> nor <c>xlsx</c>.</exception>
    public static TableFormat Of(string? format) =>
        Enum.TryParse<TableFormat>(format ?? nameof(TableFormat.Csv), ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : throw new BadHttpRequestException("The format is csv or xlsx.");

    /// <summary>As an answer of the API.</summary>
    public static FileContentHttpResult Answer(this TableFile file) => TypedResults.File(file.Content, file.ContentType, file.Name);

    /// <summary>As a download of a page.</summary>
    public static FileContentResult Download(this TableFile file) => new(file.Content, file.ContentType) { FileDownloadName = file.Name };
}
