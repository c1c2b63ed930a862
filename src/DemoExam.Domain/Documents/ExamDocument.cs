namespace DemoExam.Domain.Documents;

/// <summary>The documents of an exam, in the order in which they are needed.</summary>
public enum DocumentKind
{
    /// <summary>План проведения.</summary>
    ExamPlan = 1,

    /// <summary>Приказ о составе экспертной группы.</summary>
    ExpertOrder = 2,

    /// <summary>Согласие на обработку персональных данных.</summary>
    Consent = 3,

    /// <summary>Акт о результатах проверки готовности ЦПДЭ.</summary>
    ReadinessAct = 4,

    /// <summary>Лист регистрации участников.</summary>
    RegistrationSheet = 5,

    /// <summary>Протокол о регистрации лиц, допущенных в ЦПДЭ, и ознакомлении с ОТ и ТБ.</summary>
    AdmittedPersons = 6,

    /// <summary>Протокол об ознакомлении участников с правилами охраны труда.</summary>
    SafetyBriefing = 7,

    /// <summary>Протокол распределения рабочих мест.</summary>
    Workplaces = 8,

    /// <summary>Протокол о распределении обязанностей между членами экспертной группы.</summary>
    Duties = 9,

    /// <summary>Протокол об ознакомлении участников с оценочными материалами и заданием.</summary>
    Materials = 10,

    /// <summary>Протокол учёта времени, технических остановок и нештатных ситуаций.</summary>
    TimeRecord = 11,

    /// <summary>Акт об удалении.</summary>
    RemovalAct = 12,

    /// <summary>Протокол проведения демонстрационного экзамена.</summary>
    ExamProtocol = 13,

    /// <summary>Протокол блокировки оценок.</summary>
    LockProtocol = 14,

    /// <summary>Итоговая ведомость.</summary>
    FinalSheet = 15,

    /// <summary>Протокол заседания ГЭК.</summary>
    BoardProtocol = 16,

    /// <summary>Протокол заседания апелляционной комиссии.</summary>
    AppealProtocol = 17,
}

/// <summary>
/// One printed version of a document of an exam: its file as it was printed, and the fingerprint of the data in it. Printing the same
/// data again gives the same version; changed data the next one. Nothing of it is ever changed.
/// </summary>
public sealed class ExamDocument
{
    private ExamDocument()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="examId">The exam.</param>
    /// <param name="kind">Which document.</param>
    /// <param name="isBlank">A form without data, to be filled in by hand.</param>
    /// <param name="language">Two letters.</param>
    /// <param name="version">From 1, for each kind, form and language.</param>
    /// <param name="code">The code on its pages.</param>
    /// <param name="contentHash">Fingerprint of what is printed.</param>
    /// <param name="file">The PDF file.</param>
    /// <param name="pages">Pages of the file.</param>
    /// <param name="by">Name of who printed it first.</param>
    /// <param name="now">When.</param>
    public ExamDocument(ExamDocumentId id, ExamId examId, DocumentKind kind, bool isBlank, string language, int version, DocumentCode code, string contentHash, byte[] file, int pages, string by, DateTimeOffset now)
    {
        Id = id;
        ExamId = examId;
        Kind = kind;
        IsBlank = isBlank;
        Language = language;
        Version = version;
        Code = code.Text;
        ContentHash = contentHash;
        File = file;
        Pages = pages;
        PrintedBy = by;
        PrintedAt = now;
    }

    public ExamDocumentId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public DocumentKind Kind { get; private set; }
    public bool IsBlank { get; private set; }
    public string Language { get; private set; } = "";
    public int Version { get; private set; }
    public string Code { get; private set; } = "";
    public string ContentHash { get; private set; } = "";
    public byte[] File { get; private set; } = [];
    public int Pages { get; private set; }
    public string PrintedBy { get; private set; } = "";
    public DateTimeOffset PrintedAt { get; private set; }
}

/// <summary>The rule book of documents.</summary>
public static class DocumentRules
{
    public static readonly Rule DocumentHasData = new("documents.no-data", "The data of this document are not there yet. Print the blank form.");
    public static readonly Rule CodeIsReadable = new("documents.code-wrong", "This is no code of a document: a sign is wrong or missing.");
}
