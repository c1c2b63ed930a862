using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Venues;

namespace DemoExam.Data.Demo;

/// <summary>
/// The registers of the demonstration region: organisations, 14 venues, packages, 60 experts, 600 candidates. Its size follows
/// what is published about Kaliningrad (2019: 15 centres, 14 skills) and Amur (14 sites); every name and number is invented.
/// </summary>
internal sealed class DemoRegion
{
    public const string Code = "39";
    public const string TimeZone = "Europe/Kaliningrad";
    private const int ExpertsPerSkill = 20;

    private readonly Random _random;
    private readonly DemoPeople _people;
    private readonly DateTimeOffset _now;
    private readonly DateOnly _today;
    private readonly Queue<(PersonName Name, string? Latin)> _difficult = new(DemoPeople.Difficult);
    private int _certificate = 100;

    public DemoRegion(Random random, DateTimeOffset now, DateOnly today)
    {
        (_random, _people, _now, _today) = (random, new DemoPeople(random), now, today);
        Web = DemoPackages.WebTechnologies(now.AddMonths(-10));
        Cooking = DemoPackages.Cooking(now.AddMonths(-10));
        Welding = DemoPackages.Welding(now.AddMonths(-10));

        Operator = Organisation(OrganisationKind.RegionalOperator, "Центр опережающей профессиональной подготовки Янтарного края", "ЦОПП Янтарного края", "Amber Land Centre of Advanced Vocational Training", "Калининград");
        Digital = College("Балтийский колледж цифровых технологий и строительства", "БКЦТС", "Baltic College of Digital Technology and Construction", "Калининград");
        DigitalBranch = College("Балтийский колледж цифровых технологий и строительства, филиал в городе Гусеве", "БКЦТС, Гусев", "Baltic College of Digital Technology and Construction, Gusev Branch", "Гусев", Digital.Id);
        Service = College("Янтарный техникум сервиса и гостеприимства", "ЯТСГ", "Amber Technical School of Service and Hospitality", "Светлогорск");
        Polytechnic = College("Преголянский политехнический колледж", "ППК", "Pregolya Polytechnic College", "Калининград");
        Machines = College("Неманский колледж машиностроения", "НКМ", "Neman College of Mechanical Engineering", "Советск");
        Food = College("Приморский колледж питания и торговли", "ПКПТ", "Seaside College of Catering and Trade", "Балтийск");
        East = College("Восточный многопрофильный техникум", "ВМТ", "Eastern Multidisciplinary Technical School", "Черняховск");
        Ships = College("Государственное автономное профессиональное образовательное учреждение «Западный колледж судостроения, робототехники и водного транспорта имени адмирала П. И. Дальнего»", "Западный колледж судостроения",
            "Western College of Shipbuilding, Robotics and Water Transport named after Admiral P. I. Dalny", "Калининград");
        School = College("Средняя школа № 64 «Янтарная»", "Школа № 64", "School No. 64 “Amber”", "Калининград");
        CivilService = Employer("Региональный центр государственной службы", "Центр госслужбы", "Regional Civil Service Centre", "Калининград");

        Employers = new()
        {
            [Web] = [Employer("ООО «Янтарь Софт»", "Янтарь Софт", "Amber Soft LLC", "Калининград"), Employer("АО «Балтийские цифровые сети»", "Балтийские сети", "Baltic Digital Networks JSC", "Калининград"), Employer("ООО «Дюна Лаб»", "Дюна Лаб", "Dune Lab LLC", "Зеленоградск")],
            [Cooking] = [Employer("ООО «Куршский берег»", "Куршский берег", "Curonian Shore LLC", "Зеленоградск"), Employer("ООО «Хлебный двор»", "Хлебный двор", "Bread Yard LLC", "Калининград"), Employer("АО «Отели побережья»", "Отели побережья", "Coast Hotels JSC", "Светлогорск")],
            [Welding] = [Employer("АО «Западная верфь»", "Западная верфь", "Western Shipyard JSC", "Калининград"), Employer("ООО «Прегольские металлоконструкции»", "Преголь-Металл", "Pregel Steel Structures LLC", "Калининград"), Employer("ООО «Монтаж-Запад»", "Монтаж-Запад", "Montazh-Zapad LLC", "Советск")],
        };
        Colleges = new()
        {
            [Web] = [Digital, DigitalBranch, Polytechnic],
            [Cooking] = [Service, Food, East],
            [Welding] = [Polytechnic, Machines, Ships],
        };

        AddVenues();
        foreach (var package in new[] { Web, Cooking, Welding })
        {
            AddExperts(package);
        }

        AddCandidates();
    }

    // Towns of the region where its invented colleges stand.
    private static readonly Dictionary<string, (double Latitude, double Longitude)> Towns = new()
    {
        ["Калининград"] = (54.7104, 20.4522),
        ["Гусев"] = (54.5922, 22.1997),
        ["Светлогорск"] = (54.9394, 20.1514),
        ["Советск"] = (55.0809, 21.8886),
        ["Балтийск"] = (54.6558, 19.8914),
        ["Черняховск"] = (54.6245, 21.7969),
    };

    private static readonly string[] CompetenceCentres = ["Web Technologies Workshop", "Programming Workshop", "Welding Ground", "Kitchen Laboratory", "Ship Welding Workshop"];

    public AssessmentPackage Web { get; }
    public AssessmentPackage Cooking { get; }
    public AssessmentPackage Welding { get; }

    public Organisation Operator { get; }
    public Organisation Digital { get; }
    public Organisation DigitalBranch { get; }
    public Organisation Service { get; }
    public Organisation Polytechnic { get; }
    public Organisation Machines { get; }
    public Organisation Food { get; }
    public Organisation East { get; }
    public Organisation Ships { get; }
    public Organisation School { get; }
    public Organisation CivilService { get; }

    public List<Organisation> Organisations { get; } = [];
    public List<Venue> Venues { get; } = [];
    public Dictionary<AssessmentPackage, List<Expert>> Experts { get; } = [];
    public List<StudyGroup> Groups { get; } = [];

    public IEnumerable<Candidate> Candidates => Groups.SelectMany(g => g.Candidates);

    /// <summary>Two people whom another organisation has entered again, in other letters: probable duplicates.</summary>
    public IEnumerable<Candidate> Doubles =>
        new[] { (Groups[0].Candidates[5], School), (Groups[2].Candidates[7], Operator) }.Select(d => new Candidate(CandidateId.New(),
            new CandidateDetails(new PersonName(d.Item1.Name.Surname.Replace('ё', 'е').ToUpperInvariant(), d.Item1.Name.GivenName, d.Item1.Name.Patronymic), d.Item1.LatinName, d.Item1.BirthDate,
                CandidateCategory.AdultLearner, d.Item2.Id, null, null), Code));

    /// <summary>What was changed in the registers.</summary>
    public List<RegisterChange> History { get; } = [];

    public OrganisationTree Tree => new(Organisations.ToDictionary(o => o.Id, o => o.ParentId));

    public IReadOnlyList<GradeScale> Scales() =>
    [
        new(GradeScaleId.New(), "Рекомендованная", "Распоряжение Минпросвещения № Р-42 от 01.04.2019", null, new DateOnly(2019, 4, 1), null, [new(0, "2"), new(2000, "3"), new(4000, "4"), new(7000, "5")]),
        new(GradeScaleId.New(), "Преголянский политехнический колледж", "Приказ № 14-у от 15.01.2026", Polytechnic.Id, new DateOnly(2026, 1, 15), null, [new(0, "2"), new(2500, "3"), new(5000, "4"), new(8000, "5")]),
    ];

    /// <summary>Employers by the package whose skill they need.</summary>
    public Dictionary<AssessmentPackage, Organisation[]> Employers { get; }

    private Dictionary<AssessmentPackage, Organisation[]> Colleges { get; }

    private void AddVenues()
    {
        Venue(Digital, "Мастерская «Веб-технологии»", "Web Technologies Workshop", "ул. Озёрная, 12, каб. 301", 12, Web, 12, 220);
        Venue(Digital, "Мастерская «Информационные системы»", "Information Systems Workshop", "ул. Озёрная, 12, каб. 305", 10, Web, 10, 220);
        Venue(DigitalBranch, "Компьютерная мастерская филиала", "Branch Computer Workshop", "ул. Победная, 4", 8, Web, 8, 24);
        Venue(Polytechnic, "Мастерская программирования", "Programming Workshop", "пр-т Портовый, 30, корп. 2", 10, Web, 10, 220);
        Venue(Polytechnic, "Сварочная мастерская", "Welding Workshop", "пр-т Портовый, 30, корп. 5", 8, Welding, 8, 220);
        Venue(Service, "Кухня-лаборатория", "Kitchen Laboratory", "ул. Сосновая, 7", 8, Cooking, 8, 220);
        Venue(Service, "Учебный ресторан «Волна»", "Training Restaurant “Wave”", "Прибрежный проезд, 1", 6, Cooking, 6, 18);
        Venue(Machines, "Сварочный полигон", "Welding Ground", "ул. Заводская, 55", 10, Welding, 10, 220);
        Venue(Machines, "Мастерская сварки труб", "Pipe Welding Workshop", "ул. Заводская, 57", 6, Welding, 6, 220);
        Venue(Food, "Лаборатория поварского дела", "Cooking Laboratory", "ул. Морская, 19", 10, Cooking, 10, 220);
        Venue(Food, "Кондитерский цех", "Confectionery", "ул. Морская, 19, корп. 2", 6, Cooking, 6, -12);
        var suspended = Venue(East, "Учебная кухня", "Training Kitchen", "ул. Садовая, 3", 8, Cooking, 8, 220);
        Venue(Ships, "Судосварочная мастерская", "Ship Welding Workshop", "наб. Верхняя, 2", 12, Welding, 12, 220);
        var hub = Venue(Operator, "Площадка ЦОПП", "Centre of Advanced Training Site", "ул. Ясная, 1", 20, Web, 12, 220);
        Accredit(hub, Cooking, 8, 220);
        hub.Change(hub.Name, hub.NameEn, hub.City, hub.Address, hub.TimeZone, hub.Workplaces, new VenuePassport(
            new Contacts("Ирина Площадкина, заведующая площадкой", "+7 4012 00-00-00", "venue@example.org"),
            [new Room("Мастерская 201", 12), new Room("Мастерская 203", 8)],
            [
                new EquipmentLine("Рабочая станция «Вега» В-7", "Персональный компьютер", "26.20.15", "Вега", "Россия", 20),
                new EquipmentLine("Коммутатор СК-24", "Коммутатор управляемый", "26.30.11.120", "Связь-Компонент", "Россия", 2),
                new EquipmentLine("Плита индукционная ПИ-4", "Плита электрическая", "28.93.15.120", "Восход", "Россия", 8),
            ], "оптика, 300 Мбит/с", HasVideo: true, IsAccessible: true,
            Renewals: [new RenewalLine("Персональный компьютер", 4, _today.Year + 1, "Областная программа развития образования")]));
        hub.SetKinds([VenueKind.ExamVenue, VenueKind.TrainingCentre]);
        // Workshops without an accreditation: nineteen with the exam venues among them, five of which are competence centres.
        Workshop(Digital, "Мастерская «Кибербезопасность»", "Cyber Security Workshop", "ул. Озёрная, 12, каб. 307");
        Workshop(Polytechnic, "Мастерская электромонтажа", "Electrical Installation Workshop", "пр-т Портовый, 30, корп. 3");
        Workshop(Machines, "Мастерская станков с ЧПУ", "CNC Machining Workshop", "ул. Заводская, 55, корп. 4");
        Workshop(Service, "Мастерская гостиничного дела", "Hotel Service Workshop", "ул. Сосновая, 9");
        Workshop(Ships, "Мастерская судовых электриков", "Marine Electrician Workshop", "наб. Верхняя, 4");
        Workshop(East, "Мастерская автосервиса", "Car Service Workshop", "ул. Садовая, 5");
        foreach (var workshop in Venues.Where(v => v.Accreditations.Count > 0 && v != hub))
        {
            workshop.SetKinds(CompetenceCentres.Contains(workshop.NameEn) ? [VenueKind.ExamVenue, VenueKind.CompetenceCentre, VenueKind.Workshop] : [VenueKind.ExamVenue, VenueKind.Workshop]);
        }

        foreach (var (venue, index) in Venues.Select((v, i) => (v, i)))
        {
            Place(venue, index);
        }

        // Applications on their way: one is new, one is being looked at.
        hub.Accredit(AccreditationId.New(), new AccreditationTerms(Welding.Code, ExamLevel.Base, "З-117", _today, _today.AddDays(364), 6), AccreditationStatus.Applied);
        var reviewed = hub.Accredit(AccreditationId.New(), new AccreditationTerms(Welding.Code, ExamLevel.Interim, "З-112", _today, _today.AddDays(364), 6), AccreditationStatus.Applied);
        hub.SetStatus(reviewed.Id, AccreditationStatus.UnderReview);
        foreach (var accreditation in suspended.Accreditations.ToList())
        {
            suspended.SetStatus(accreditation.Id, AccreditationStatus.Suspended);
            History.Add(new RegisterChange(RegisterChangeId.New(), RegisterKind.Venue, suspended.Id.Value, RegisterDeed.Changed,
                [new FieldChange("Accreditation.Status", accreditation.CertificateNumber, "Enums.AccreditationStatus.Accredited", "Enums.AccreditationStatus.Suspended")],
                "operator", "Ольга Операторова", _now.AddDays(-9)));
        }
    }

    private Venue Venue(Organisation holder, string name, string nameEn, string address, int workplaces, AssessmentPackage package, int accredited, int daysLeft)
    {
        var venue = new Venue(VenueId.New(), holder.Id, name, nameEn, Code, holder.City, address, TimeZone, workplaces);
        Accredit(venue, package, accredited, daysLeft);
        Venues.Add(venue);
        return venue;
    }

    private void Workshop(Organisation holder, string name, string nameEn, string address)
    {
        var venue = new Venue(VenueId.New(), holder.Id, name, nameEn, Code, holder.City, address, TimeZone, 8);
        venue.SetKinds([VenueKind.Workshop]);
        // The site of the regional centre stays the last.
        Venues.Insert(Venues.Count - 1, venue);
    }

    // Within a town the invented streets lie a few hundred metres apart.
    private static void Place(Venue venue, int index)
    {
        var (latitude, longitude) = Towns[venue.City];
        venue.Change(venue.Name, venue.NameEn, venue.City, venue.Address, venue.TimeZone, venue.Workplaces,
            venue.Passport with { Place = new GeoPoint(Math.Round(latitude + (index % 5 * 0.006), 4), Math.Round(longitude + (index % 3 * 0.011), 4)) });
    }

    private void Accredit(Venue venue, AssessmentPackage package, int workplaces, int daysLeft)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{++_certificate:0000}/{package.SpecialityCode}");
        foreach (var level in package.Scopes().Select(s => s.Level).Distinct())
        {
            venue.Accredit(AccreditationId.New(), new AccreditationTerms(package.Code, level, number, _today.AddDays(-330), _today.AddDays(daysLeft), workplaces));
        }
    }

    private void AddExperts(AssessmentPackage package)
    {
        Experts[package] = [];
        for (var i = 0; i < ExpertsPerSkill; i++)
        {
            // Two of three work in industry, as regions report.
            var house = i % 3 == 2 ? Colleges[package] : Employers[package];
            var name = _people.Next();
            var expert = new Expert(ExpertId.New(), name, house[i / 3 % house.Length].Id, Code, $"{Transliteration.Propose(name)!.Replace(' ', '.').ToLowerInvariant()}@example.org");
            var (type, from, to) = i switch
            {
                < 7 => (CredentialType.ConductRight, _today.AddDays(-400 - 10 * i), (DateOnly?)_today.AddDays(330 - 10 * i)),
                7 => (CredentialType.CertifiedExpert, _today.AddDays(-900), null),
                17 => (CredentialType.AssessmentRight, _today.AddDays(-716), _today.AddDays(14)),
                18 => (CredentialType.AssessmentRight, _today.AddDays(-702), _today.AddDays(28)),
                19 => (CredentialType.AssessmentRight, _today.AddDays(-745), _today.AddDays(-15)),
                < 12 => (CredentialType.MasterExpert, _today.AddDays(-500 - 7 * i), null),
                _ => (CredentialType.AssessmentRight, _today.AddDays(-300 - 9 * i), _today.AddDays(430 - 9 * i)),
            };
            expert.AddCredential(ExpertCredentialId.New(), type, package.SpecialityCode, string.Create(CultureInfo.InvariantCulture, $"СВ-{Code}-{_random.Next(10_000, 99_999)}"), from, to);
            if (i == 4)
            {
                // Taught a group of another college part-time: not the employer, still no judge of that group.
                var college = Colleges[package][0];
                expert.Declare(new DeclaredTie(ConflictKind.Taught, null, college.Id, GroupName(package, graduates: true, 0), "Вёл практику в этой группе"));
            }

            Experts[package].Add(expert);
        }
    }

    private void AddCandidates()
    {
        foreach (var package in new[] { Web, Cooking, Welding })
        {
            foreach (var (college, index) in Colleges[package].Select((c, i) => (c, i)))
            {
                Add(package, college, GroupName(package, graduates: true, index), CandidateCategory.Graduate, 24, 19);
                Add(package, college, GroupName(package, graduates: false, index), CandidateCategory.Student, 20, 17);
            }

            Add(package, Operator, $"СЗ-{package.Name[..3].ToUpperInvariant()}", CandidateCategory.AdultLearner, 20, 38);
            Add(package, School, "Первая профессия, 9 класс", CandidateCategory.Schoolchild, 16, 15);
        }

        Add(Web, CivilService, "Цифровые навыки", CandidateCategory.CivilServant, 36, 41);
        Add(Cooking, Employers[Cooking][2], "Смена 1", CandidateCategory.CompanyEmployee, 25, 29);
        Add(Welding, Employers[Welding][0], "Цех № 3", CandidateCategory.CompanyEmployee, 25, 33);
    }

    private static string GroupName(AssessmentPackage package, bool graduates, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{package.Name.ToUpperInvariant()[..2]}-{(graduates ? 4 : 2)}{index + 1}");

    private void Add(AssessmentPackage package, Organisation organisation, string group, CandidateCategory category, int count, int age)
    {
        var candidates = new List<Candidate>();
        for (var i = 0; i < count; i++)
        {
            candidates.Add(Candidate(_people.Next(), null, organisation, group, category, age));
        }

        // One of the difficult names in each group of graduates, and the last of them in the last.
        if (category == CandidateCategory.Graduate && _difficult.TryDequeue(out var difficult))
        {
            candidates.Insert(2, Candidate(difficult.Name, difficult.Latin, organisation, group, category, age));
        }
        else if (category == CandidateCategory.CompanyEmployee && _difficult.TryDequeue(out difficult))
        {
            candidates.Insert(2, Candidate(difficult.Name, difficult.Latin, organisation, group, category, age));
        }

        Groups.Add(new StudyGroup(package, organisation, category, candidates));
    }

    private Candidate Candidate(PersonName name, string? latin, Organisation organisation, string group, CandidateCategory category, int age) =>
        new(CandidateId.New(), new CandidateDetails(name, latin ?? Transliteration.Propose(name), _people.Born(_today, age), category, organisation.Id, group, null,
            Guardian: category == CandidateCategory.Schoolchild ? ParentOf(name) : null), Code);

    private static Guardian ParentOf(PersonName child) => new($"{child.Surname.TrimEnd('а')}а Мария Ивановна", "+7 (4012) 55-01-07", null, "№ 7 от 10.01.2026");

    private Organisation College(string name, string shortName, string nameEn, string city, OrganisationId? parent = null) =>
        Organisation(OrganisationKind.Educational, name, shortName, nameEn, city, parent);

    private Organisation Employer(string name, string shortName, string nameEn, string city) =>
        Organisation(OrganisationKind.Employer, name, shortName, nameEn, city);

    private Organisation Organisation(OrganisationKind kind, string name, string shortName, string nameEn, string city, OrganisationId? parent = null)
    {
        var organisation = new Organisation(OrganisationId.New(), kind, name, shortName, nameEn, Code, city, parent);
        Organisations.Add(organisation);
        return organisation;
    }
}

/// <summary>Candidates of one organisation who prepare for the same exam.</summary>
internal sealed record StudyGroup(AssessmentPackage Package, Organisation Organisation, CandidateCategory Category, List<Candidate> Candidates);
