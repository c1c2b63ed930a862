using DemoExam.Credentials;

namespace DemoExam.UnitTests.Given;

/// <summary>Contents of passports: an everyday one, and the ones that are hard to print.</summary>
public static class APassport
{
    public static PassportContent Everyday() => new()
    {
        PassportId = new Guid("0198d2c4-6a8e-7d2f-9a56-3f5a2f4c9b11"),
        Number = "ПК-39-2026-000123-7",
        Version = 1,
        VerificationUrl = new Uri("https://exam.example.org/p/7Q4M9KXTB2R6W1ZC8DNVHJ"),
        IssuedAt = new DateTimeOffset(2026, 6, 16, 12, 30, 5, TimeSpan.Zero),
        IssueDate = new DateOnly(2026, 6, 16),
        Holder = new PassportHolder(
            "Соколова Анна Сергеевна", "Anna Sokolova",
            new Bilingual("Колледж информационных технологий и строительства", "College of Information Technology and Construction")),
        Event = new PassportEvent(
            new Bilingual("Государственная итоговая аттестация", "State final attestation"), "39-2026-0417",
            new DateOnly(2026, 6, 14), new DateOnly(2026, 6, 15),
            new Bilingual("Профильный уровень", "Profile level"), "КОД 09.02.07-9-2026",
            new Bilingual("Веб-технологии", "Web technologies"),
            new Bilingual("09.02.07 Информационные системы и программирование", "09.02.07 Information systems and programming"), 240),
        Place = new PassportPlace(
            new Bilingual("ЦПДЭ «КИТиС — Веб-технологии»", "Venue “KITiS — Web technologies”"), new Bilingual("Калининградская область", "Kaliningrad Region"),
            "39-0114/26", new DateOnly(2026, 1, 12), new DateOnly(2027, 1, 11)),
        Result = new PassportResult(
            8650, 10000,
            [
                Line("A", "Проектирование интерфейса", "Interface design", 1875, 2000),
                Line("B", "Вёрстка и доступность", "Layout and accessibility", 2150, 2500),
                Line("C", "Программирование на стороне клиента", "Client-side programming", 1925, 2500),
                Line("D", "Программирование на стороне сервера", "Server-side programming", 1700, 2000),
                Line("E", "Развёртывание и документация", "Deployment and documentation", 1000, 1000),
            ],
            [
                Line("1", "Организация работы и управление", "Work organisation and management", 450, 500),
                Line("2", "Общение и навыки взаимодействия", "Communication and interpersonal skills", 500, 500),
                Line("3", "Графический дизайн веб-страниц", "Graphic design of web pages", 1725, 2000),
                Line("4", "Вёрстка", "Page layout", 2200, 2500),
                Line("5", "Разработка на стороне клиента", "Client-side development", 2075, 2500),
                Line("6", "Разработка на стороне сервера", "Server-side development", 1700, 2000),
            ],
            new Bilingual("Высокий результат", "High result")),
        Issuer = new PassportIssuer(
            new Bilingual("Региональный оператор демонстрационного экзамена Калининградской области", "Regional Operator of the Demonstration Exam, Kaliningrad Region"),
            new Uri("https://exam.example.org/"), "Воронцов Пётр Ильич", new Bilingual("Руководитель центра", "Head of the centre"),
            "Мельникова Ольга Викторовна", 3),
    };

    /// <summary>Names and texts at the limit of what the registers hold, 12 modules, 30 sections.</summary>
    public static PassportContent Lengthy() => Everyday() with
    {
        Version = 3,
        ValidUntil = new DateOnly(2031, 6, 16),
        Holder = new PassportHolder(
            "Константинопольская-Преображенская Александрина Вячеславовна-Мирославовна", "Aleksandrina Konstantinopolskaya-Preobrazhenskaya-Vozdvizhenskaya",
            new Bilingual(
                "Государственное автономное профессиональное образовательное учреждение Калининградской области «Колледж информационных технологий, строительства, транспорта и жилищно-коммунального хозяйства имени А. А. Леонова»",
                "State Autonomous Professional Educational Institution of the Kaliningrad Region “College of Information Technology, Construction, Transport and Housing Services named after Alexei Leonov”")),
        Event = Everyday().Event with
        {
            FirstDay = new DateOnly(2026, 12, 30),
            LastDay = new DateOnly(2027, 1, 12),
            PackageName = new Bilingual(
                "Техническое обслуживание, ремонт и эксплуатация электрического и электромеханического оборудования промышленных предприятий",
                "Maintenance, repair and operation of electrical and electromechanical equipment of industrial enterprises"),
            DurationMinutes = 495,
        },
        Result = new PassportResult(
            6999, 12000,
            [.. Enumerable.Range(0, 12).Select(i => Line(((char)('A' + i)).ToString(), i % 3 == 0
                ? "Диагностика и наладка систем автоматического управления технологическими процессами, включая составление дефектной ведомости"
                : "Монтаж щитового оборудования", i % 3 == 0 ? "Diagnostics and adjustment of automatic process control systems, including the drawing up of a list of defects" : "Mounting of switchboards", 583 + i, 1000))],
            [.. Enumerable.Range(1, 30).Select(i => Line($"ПК {i / 10 + 1}.{i % 10}", i % 4 == 0
                ? "Осуществлять организацию технического обслуживания и ремонта электрического и электромеханического оборудования"
                : "Выполнять наладку оборудования", i % 4 == 0 ? "Organise the maintenance and repair of electrical and electromechanical equipment" : "Adjust equipment", 7 * i, 400))],
            null),
    };

    /// <summary>As little as a passport may say.</summary>
    public static PassportContent Bare() => Everyday() with
    {
        Holder = new PassportHolder("Ли У", null, new Bilingual("", "")),
        Event = Everyday().Event with { ExamNumber = "", Speciality = new Bilingual("", ""), PackageCode = "", LastDay = new DateOnly(2026, 6, 14), DurationMinutes = 0 },
        Place = Everyday().Place with { Region = new Bilingual("", ""), AccreditationNumber = "" },
        Result = new PassportResult(0, 2500, [], [], null),
        Issuer = Everyday().Issuer with { Signatory = "", SignatoryPosition = new Bilingual("", ""), ChiefExpert = "" },
    };

    private static PassportScoreLine Line(string code, string ru, string en, int mark, int maximum) => new(code, new Bilingual(ru, en), mark, maximum);
}
