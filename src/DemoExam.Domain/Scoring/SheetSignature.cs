namespace DemoExam.Domain.Scoring;

/// <summary>
/// An expert's signature under a sheet. It holds for what stood there at that moment: any entry after it, and any unlocking,
/// makes it void without anybody having to strike it out.
/// </summary>
/// <param name="Expert">Id of the expert.</param>
/// <param name="At">When.</param>
/// <param name="Edition">Edition of the sheet, raised by each unlocking.</param>
/// <param name="ContentHash">Fingerprint of what was signed (<see cref="ScoreSheet.ContentHash"/>).</param>
public sealed record SheetSignature(Guid Expert, DateTimeOffset At, int Edition, string ContentHash);
