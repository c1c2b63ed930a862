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

/// <summary>Life of an exam.</summary>
public enum ExamStatus
{
    /// <summary>Подан: waits for the regional operator.</summary>
    Submitted = 2,

    /// <summary>Подтверждён.</summary>
    Confirmed = 3,

    /// <summary>Идёт.</summary>
    Running = 6,

    /// <summary>Оценивание: the work is done, marks are still entered.</summary>
    Scoring = 7,

    /// <summary>Заблокирован: results are fixed, passports are ordered.</summary>
    Locked = 9,

    /// <summary>Отменён.</summary>
    Cancelled = 13,
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
}
