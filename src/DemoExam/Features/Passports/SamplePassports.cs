using DemoExam.Credentials;

namespace DemoExam.Features.Passports;

/// <summary>Which invented passport shows a layout.</summary>
public enum LayoutSample
{
    /// <summary>Names and numbers as they usually are.</summary>
    Everyday = 1,

    /// <summary>Long names, twelve modules, thirty sections.</summary>
    Lengthy = 2,

    /// <summary>A short name without a patronymic, one module.</summary>
    Brief = 3,
}

/// <summary>Invented contents for a look at a layout, with the installation's own issuer.</summary>
internal static class SamplePassports
{
    public static PassportContent Of(LayoutSample sample, IssuerOptions issuer, Uri site, Uri address)
    {
        var everyday = Everyday(issuer, site, address);
        return sample switch
        {
            LayoutSample.Lengthy => Long(everyday),
            LayoutSample.Brief => Short(everyday),
            _ => everyday,
        };
    }

    private static PassportContent Everyday(IssuerOptions issuer, Uri site, Uri address) => new()
    {
        PassportId = new Guid("0198d2c4-6a8e-7d2f-9a56-3f5a2f4c9b11"),
        Number = "ПК-00-2026-000000-0",
        Version = 1,
        VerificationUrl = address,
        IssuedAt = new DateTimeOffset(2026, 6, 16, 12, 30, 5, TimeSpan.Zero),
        IssueDate = new DateOnly(2026, 6, 16),
        Holder = new PassportHolder("Образцова Анна Сергеевна", "Obraztsova Anna", new Bilingual("Колледж информационных технологий и строительства", "College of Information Technology and Construction")),
        Event = new PassportEvent(
            new Bilingual("Государственная итоговая аттестация", "State final attestation"), "00-2026-0417", new DateOnly(2026, 6, 14), new DateOnly(2026, 6, 15),
            new Bilingual("Профильный уровень", "Profile level"), "КОД 09.02.07-9-2026", new Bilingual("Веб-технологии", "Web technologies"),
            new Bilingual("09.02.07 Информационные системы и программирование", "09.02.07 Information systems and programming"), 240),
        Place = new PassportPlace(
            new Bilingual("ЦПДЭ «Веб-технологии»", "Venue “Web technologies”"), new Bilingual("Образцовая область", "Sample Region"), "00-0114/26", new DateOnly(2026, 1, 12), new DateOnly(2027, 1, 11)),
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
                Line("1", "Организация работы", "Work organisation", 450, 500),
                Line("2", "Общение и взаимодействие", "Communication and interaction", 500, 500),
                Line("3", "Графический дизайн веб-страниц", "Graphic design of web pages", 1725, 2000),
                Line("4", "Вёрстка", "Page layout", 2200, 2500),
                Line("5", "Разработка на стороне клиента", "Client-side development", 2075, 2500),
                Line("6", "Разработка на стороне сервера", "Server-side development", 1700, 2000),
            ],
            null),
        Issuer = new PassportIssuer(issuer.BothNames, site, issuer.Signatory, issuer.BothPositions, "Мельникова Ольга Викторовна", 3),
    };

    private static PassportContent Long(PassportContent everyday) => everyday with
    {
        Version = 3,
        ValidUntil = new DateOnly(2031, 6, 16),
        Holder = new PassportHolder(
            "Константинопольская-Преображенская Александрина Вячеславовна-Мирославовна", "Konstantinopolskaia-Preobrazhenskaia Aleksandrina",
            new Bilingual(
                "Государственное автономное профессиональное образовательное учреждение Образцовой области «Колледж информационных технологий, строительства, транспорта и жилищно-коммунального хозяйства»",
                "State Autonomous Professional Educational Institution of the Sample Region “College of Information Technology, Construction, Transport and Housing Services”")),
        Event = everyday.Event with
        {
            PackageName = new Bilingual(
                "Техническое обслуживание, ремонт и эксплуатация электрического и электромеханического оборудования промышленных предприятий",
                "Maintenance, repair and operation of electrical and electromechanical equipment of industrial enterprises"),
        },
        Result = new PassportResult(
            6999, 12000,
            [.. Enumerable.Range(0, 12).Select(i => Line(
                ((char)('A' + i)).ToString(),
                i % 3 == 0 ? "Диагностика и наладка систем автоматического управления, включая составление дефектной ведомости" : "Монтаж щитового оборудования",
                i % 3 == 0 ? "Diagnostics and adjustment of automatic control systems, including the drawing up of a list of defects" : "Mounting of switchboards",
                583, 1000))],
            [.. Enumerable.Range(1, 30).Select(i => Line(
                $"ПК {i / 10 + 1}.{i % 10}",
                i % 4 == 0 ? "Осуществлять организацию технического обслуживания и ремонта электрического и электромеханического оборудования" : "Выполнять наладку оборудования",
                i % 4 == 0 ? "Organise the maintenance and repair of electrical and electromechanical equipment" : "Adjust equipment",
                7 * i, 400))],
            null),
    };

    private static PassportContent Short(PassportContent everyday) => everyday with
    {
        Holder = new PassportHolder("Ли У", "Li U", new Bilingual("Школа № 1", "School No. 1")),
        Event = everyday.Event with { Speciality = new Bilingual("", ""), LastDay = everyday.Event.FirstDay },
        Result = new PassportResult(2150, 2500, [everyday.Result.Modules[1]], [everyday.Result.Sections[3]], null),
    };

    private static PassportScoreLine Line(string code, string ru, string en, int mark, int maximum) => new(code, new Bilingual(ru, en), mark, maximum);
}
