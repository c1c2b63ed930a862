namespace DemoExam.Domain.Exams;

/// <summary>Why the exam is held.</summary>
public enum ExamType
{
    /// <summary>Государственная итоговая аттестация (ГИА).</summary>
    StateAttestation = 1,

    /// <summary>Промежуточная аттестация (ПА).</summary>
    InterimAttestation = 2,

    /// <summary>Vocational training and further education (ПО, ДПО).</summary>
    VocationalTraining = 3,

    /// <summary>Assessment outside attestation: schoolchildren, civil servants, companies.</summary>
    Other = 4,
}

/// <summary>Life of an exam (domain reference, life cycles).</summary>
public enum ExamStatus
{
    /// <summary>Черновик: planned and booked, not sent to the regional operator.</summary>
    Draft = 1,

    /// <summary>Подан: waits for the regional operator.</summary>
    Submitted = 2,

    /// <summary>Подтверждён.</summary>
    Confirmed = 3,

    /// <summary>Подготовка: the preparatory day has begun.</summary>
    Preparation = 4,

    /// <summary>Готов: the readiness act is signed.</summary>
    Ready = 5,

    /// <summary>Идёт.</summary>
    Running = 6,

    /// <summary>Оценивание: the work is done, marks are still entered.</summary>
    Scoring = 7,

    /// <summary>Сверка: paper and system are compared.</summary>
    Reconciling = 8,

    /// <summary>Заблокирован: results are fixed, passports are ordered.</summary>
    Locked = 9,

    /// <summary>Протокол подписан.</summary>
    ProtocolSigned = 10,

    /// <summary>Результаты объявлены.</summary>
    ResultsAnnounced = 11,

    /// <summary>Закрыт: nothing is open any more.</summary>
    Closed = 12,

    /// <summary>Отменён.</summary>
    Cancelled = 13,

    /// <summary>Перенесён: everybody sits another exam instead.</summary>
    Postponed = 14,

    /// <summary>Приостановлен: goes on where it stopped.</summary>
    Suspended = 15,
}

/// <summary>Groups of states that rules and pages ask for.</summary>
public static class ExamStatuses
{
    /// <summary>Nothing has begun: people and workplaces can still be freed.</summary>
    public static readonly ExamStatus[] Ahead = [ExamStatus.Draft, ExamStatus.Submitted, ExamStatus.Confirmed, ExamStatus.Preparation, ExamStatus.Ready];

    /// <summary>Marks are entered.</summary>
    public static readonly ExamStatus[] TakingMarks = [ExamStatus.Running, ExamStatus.Scoring, ExamStatus.Reconciling];

    /// <summary>Results are fixed.</summary>
    public static readonly ExamStatus[] Fixed = [ExamStatus.Locked, ExamStatus.ProtocolSigned, ExamStatus.ResultsAnnounced, ExamStatus.Closed];

    extension(ExamStatus status)
    {
        public bool IsAhead => Ahead.Contains(status);

        public bool TakesMarks => TakingMarks.Contains(status);

        public bool HasResults => Fixed.Contains(status);

        /// <summary>The exam will not take place as planned: cancelled or moved.</summary>
        public bool IsOff => status is ExamStatus.Cancelled or ExamStatus.Postponed;
    }
}

/// <summary>How a candidate's part in the exam ended.</summary>
public enum ParticipationOutcome
{
    /// <summary>Not known yet.</summary>
    Expected = 1,

    /// <summary>Worked on the task.</summary>
    Present = 2,

    /// <summary>Неявка: did not come.</summary>
    Absent = 3,

    /// <summary>Удалён: removed, results annulled.</summary>
    Removed = 4,

    /// <summary>Результат аннулирован: the appeals board found that the procedure was breached.</summary>
    Annulled = 5,

    /// <summary>Не сдавал по уважительной причине: absent, or ended early and annulled at the candidate's request. A new date within four months.</summary>
    Excused = 6,

    /// <summary>Перенесён: sits another exam instead, no absence.</summary>
    Moved = 7,
}

/// <summary>By which paper a candidate was recognised.</summary>
public enum IdentityDocument
{
    /// <summary>Паспорт гражданина Российской Федерации.</summary>
    Passport = 1,

    /// <summary>Временное удостоверение личности.</summary>
    TemporaryCard = 2,

    /// <summary>Документ иностранного гражданина.</summary>
    ForeignDocument = 3,

    /// <summary>Заграничный паспорт.</summary>
    TravelPassport = 4,

    /// <summary>Свидетельство о рождении: children under 14.</summary>
    BirthCertificate = 5,
}
