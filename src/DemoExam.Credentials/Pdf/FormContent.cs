namespace DemoExam.Credentials.Pdf;

/// <summary>What is printed as a protocol, an act or a sheet.</summary>
/// <param name="Id">Identity of this print.</param>
/// <param name="Language"><c>ru</c> or <c>en</c>.</param>
/// <param name="Author">Who answers for it.</param>
/// <param name="PrintedAt">Moment of printing, whole seconds.</param>
/// <param name="Head">Small line above the title, for example the organisation.</param>
/// <param name="Title">The title.</param>
/// <param name="OtherTitle">The title in the other language.</param>
/// <param name="Blocks">What follows, in order.</param>
/// <param name="Footer">Number and version, on every page.</param>
/// <param name="PageForm">Words of the page number: {0} is the page, {1} how many there are.</param>
/// <param name="Code">Short code that leads from the paper to its data, on every page.</param>
/// <param name="CodeLabel">Word before the code.</param>
/// <param name="Address">Page of the data, in the QR code.</param>
public sealed record FormContent(
    Guid Id, string Language, string Author, DateTimeOffset PrintedAt, string Head, string Title, string OtherTitle, IReadOnlyList<FormBlock> Blocks,
    string Footer, string PageForm, string Code, string CodeLabel, Uri Address);

/// <summary>A part of a form.</summary>
public abstract record FormBlock;

/// <summary>A paragraph.</summary>
public sealed record FormText(string Text) : FormBlock;

/// <summary>Labels with their values; an empty value becomes a line to write on.</summary>
public sealed record FormFacts(IReadOnlyList<(string Label, string Value)> Facts) : FormBlock;

/// <summary>A table; its head is repeated on every page.</summary>
public sealed record FormTable(IReadOnlyList<FormColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : FormBlock;

/// <summary>A column of a table.</summary>
/// <param name="Header">Its head.</param>
/// <param name="Width">Share of the width, relative to the other columns.</param>
/// <param name="IsNumber">Aligned to the right.</param>
public sealed record FormColumn(string Header, double Width, bool IsNumber);

/// <summary>Lines to sign on, kept together.</summary>
/// <param name="Lines">Role and name of each; an empty name is written by hand.</param>
/// <param name="SignatureCaption">Word under the line.</param>
/// <param name="NameCaption">Word under the name.</param>
public sealed record FormSignatures(IReadOnlyList<(string Role, string Name)> Lines, string SignatureCaption, string NameCaption) : FormBlock;

/// <summary>The visible stamp of an electronic signature; at most one, in a form that is signed.</summary>
/// <param name="Title">First line.</param>
/// <param name="Lines">What follows: certificate, owner, term.</param>
public sealed record FormStamp(string Title, IReadOnlyList<string> Lines) : FormBlock;

/// <summary>A drawn form.</summary>
public sealed record PrintedForm(byte[] Bytes, int Pages);
