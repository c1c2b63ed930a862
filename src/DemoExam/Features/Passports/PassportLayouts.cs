using System.Collections.Concurrent;
using DemoExam.Credentials.Pdf;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;

namespace DemoExam.Features.Passports;

/// <summary>
/// The layouts of the folder <c>templates/passport</c>. A layout that was edited is used from the next passport on; one that was
/// broken by the edit is not, the last good one stays in use until it is put right. At start all must be good.
/// </summary>
public sealed class PassportLayouts
{
    private const string StateAttestation = "state-attestation", VocationalTraining = "vocational-training", Schoolchild = "schoolchild",
        CivilServant = "civil-servant", Company = "company";

    /// <summary>The layouts that passports are issued in; others in the folder are drafts.</summary>
    public static readonly IReadOnlyList<string> Used = [StateAttestation, VocationalTraining, Schoolchild, CivilServant, Company];

    private readonly ConcurrentDictionary<string, Loaded> loaded = new(StringComparer.Ordinal);
    private readonly ILogger<PassportLayouts> log;

    /// <exception cref="TemplateFault">A layout in use is missing or wrong; the message names file, place and what is expected.</exception>
    public PassportLayouts(IConfiguration configuration, ILogger<PassportLayouts> log)
    {
        this.log = log;
        Folder = TemplatesFolder.Of(configuration, "passport");
        Fonts = FontLibrary.Find([configuration["Passports:FontFolder"], Path.Combine(Folder, "fonts")]);
        foreach (var name in Used)
        {
            loaded[name] = Load(name);
        }
    }

    /// <summary>Where the layouts lie.</summary>
    public string Folder { get; }

    /// <summary>The letters that everything is printed with.</summary>
    public FontLibrary Fonts { get; }

    /// <summary>Names of all layouts in the folder, drafts too, in the order of the alphabet.</summary>
    public IReadOnlyList<string> Names => [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>Which layout a passport gets: the candidate's category decides, and for those of a college the kind of the exam.</summary>
    public static string NameFor(ExamType exam, CandidateCategory candidate) => (candidate, exam) switch
    {
        (CandidateCategory.Schoolchild, _) => Schoolchild,
        (CandidateCategory.CivilServant, _) => CivilServant,
        (CandidateCategory.CompanyEmployee, _) => Company,
        (CandidateCategory.AdultLearner, _) or (_, ExamType.VocationalTraining) => VocationalTraining,
        _ => StateAttestation,
    };

    /// <summary>The press of a layout in use, with the last good state of its file.</summary>
    public PassportPdf For(string name)
    {
        var current = loaded[name];
        try
        {
            if (Stamp(name) == current.Stamp)
            {
                return current.Pdf.Value;
            }

            var next = Load(name);
            loaded[name] = next;
            log.LogInformation("The layout {Name} was edited and is used from now on", name);
            return next.Pdf.Value;
        }
        catch (Exception fault) when (fault is TemplateFault or IOException or UnauthorizedAccessException)
        {
            log.LogError("The layout {Name} was edited and is wrong; its last good state stays in use: {Fault}", name, fault.Message);
            // Not complained about again until the next edit.
            loaded[name] = current with { Stamp = Stamp(name) };
            return current.Pdf.Value;
        }
    }

    /// <summary>A layout as its file is now, for a look at it.</summary>
    /// <exception cref="TemplateFault">It is wrong; the message says where.</exception>
    public PassportPdf Try(string name) => new(PdfTemplate.Load(FileOf(name)), Fonts);

    /// <summary>What is wrong with a layout as its file is now; null when it is good.</summary>
    public string? FaultOf(string name)
    {
        try
        {
            PdfTemplate.Load(FileOf(name));
            return null;
        }
        catch (TemplateFault fault)
        {
            return fault.Message.Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        }
    }

    private Loaded Load(string name)
    {
        var stamp = Stamp(name);
        var template = PdfTemplate.Load(FileOf(name));
        // Packing the fonts takes a while, and most installations issue in one or two layouts.
        return new Loaded(stamp, new Lazy<PassportPdf>(() => new PassportPdf(template, Fonts)));
    }

    private DateTime Stamp(string name) => File.GetLastWriteTimeUtc(FileOf(name));

    private string FileOf(string name) => Path.Combine(Folder, name + ".json");

    private sealed record Loaded(DateTime Stamp, Lazy<PassportPdf> Pdf);
}
