using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Domain.Venues;

namespace DemoExam.Data.Demo;

/// <summary>An expert whose training ended with a credential.</summary>
internal sealed record TrainedExpert(ExpertId Expert, ParticipantId As, string Covers, string Number, DateOnly From);

/// <summary>
/// Programmes of the demonstration region, and a second region that is there for its programmes only. Their sizes follow what the press told
/// about Kaliningrad (2021) and Amur (2023), so that the registers answer the same questions with the same figures; every name is invented.
/// </summary>
internal sealed class DemoProgrammes
{
    public const string SecondRegion = "28";
    private const string SecondTimeZone = "Asia/Yakutsk";
    private const int Schools = 20;

    private readonly DemoPeople _people;
    private readonly Random _random;
    private readonly DateTimeOffset _now;
    private readonly DateOnly _today;

    public DemoProgrammes(DemoRegion region, Random random, DateTimeOffset now, DateOnly today)
    {
        (_people, _random, _now, _today) = (new DemoPeople(random), random, now, today);
        AddFirst(region);
        AddSecond();
    }

    public static Region Second => new(SecondRegion, "Амурская область", "Amur Oblast", SecondTimeZone);

    public List<Organisation> Organisations { get; } = [];
    public List<Venue> Venues { get; } = [];
    public List<Candidate> Candidates { get; } = [];
    public List<Programme> Programmes { get; } = [];
    public List<Participant> Participants { get; } = [];

    /// <summary>Whose training ended with a credential.</summary>
    public List<TrainedExpert> Trained { get; } = [];

    private void AddFirst(DemoRegion region)
    {
        var employment = Add(DemoRegion.Code, region.Operator, ProgrammeKind.EmploymentPromotion, "Содействие занятости", "Employment Promotion", ProgrammeEnding.Exam);
        employment.SetTarget(new ProgrammeTarget(2021, 520, 75));
        employment.SetTarget(new ProgrammeTarget(_today.Year, 80, 75));
        foreach (var group in region.Groups.Where(g => g.Category == CandidateCategory.AdultLearner))
        {
            employment.AddPartner(group.Organisation.Id);
            var over = employment.OpenGroup(TrainingGroupId.New(), group.Candidates[0].StudyGroup!, _today.AddDays(-150), _today.AddDays(-20));
            Enrol(employment, over, [.. group.Candidates.Select(c => c.Id)], known: 60, employed: 80);
        }

        var first = Add(DemoRegion.Code, region.Operator, ProgrammeKind.FirstProfession, "Первая профессия", "First Profession", ProgrammeEnding.Assessment);
        first.SetTarget(new ProgrammeTarget(_today.Year, 60, null));
        first.AddPartner(region.School.Id);
        var pupils = first.OpenGroup(TrainingGroupId.New(), "9 класс", _today.AddDays(-120), _today.AddDays(60));
        Enrol(first, pupils, [.. region.Groups.Where(g => g.Category == CandidateCategory.Schoolchild).SelectMany(g => g.Candidates).Select(c => c.Id).Distinct()], known: 0, employed: 0);

        var attestation = Add(DemoRegion.Code, region.Digital, ProgrammeKind.StateAttestation, "Государственная итоговая аттестация: веб-технологии", "State Final Attestation: Web Technologies", ProgrammeEnding.Exam);
        attestation.SetTarget(new ProgrammeTarget(_today.Year, 50, null));
        var graduates = attestation.OpenGroup(TrainingGroupId.New(), "Выпуск", _today.AddDays(-300), _today.AddDays(-30));
        Enrol(attestation, graduates, [.. region.Groups.First(g => g.Category == CandidateCategory.Graduate && g.Organisation == region.Digital).Candidates.Select(c => c.Id)], known: 50, employed: 55);

        Add(DemoRegion.Code, region.Digital, ProgrammeKind.SelfEmployment, "Самозанятость: пилот", "Self-Employment Pilot", ProgrammeEnding.None).SetTarget(new ProgrammeTarget(2021, 25, null));
        AddExperts(region);
    }

    // Experts go to school as anybody else. The first group is over: four of six have their new credentials. The second is for those whose credentials end soon.
    private void AddExperts(DemoRegion region)
    {
        var training = Add(DemoRegion.Code, region.Operator, ProgrammeKind.ExpertTraining, "Эксперты демонстрационного экзамена", "Experts of the Demonstration Exam", ProgrammeEnding.None);
        training.SetTarget(new ProgrammeTarget(_today.Year, 30, null));
        var over = training.OpenGroup(TrainingGroupId.New(), "Эксперты, первый поток", _today.AddDays(-60), _today.AddDays(-25));
        var ahead = training.OpenGroup(TrainingGroupId.New(), "Эксперты, второй поток", _today.AddDays(12), _today.AddDays(40));
        foreach (var (package, experts) in region.Experts)
        {
            foreach (var (expert, at) in experts[13..15].Select((e, i) => (e, i)))
            {
                var participant = Send(training, over, expert);
                if (at == 0 || package == region.Web)
                {
                    Trained.Add(new TrainedExpert(expert.Id, participant, package.SpecialityCode, string.Create(CultureInfo.InvariantCulture, $"СВ-{DemoRegion.Code}-{over.LastDay.Year}-{Trained.Count + 1:000}"), over.LastDay));
                }
            }

            Send(training, ahead, experts[17]);
        }
    }

    private ParticipantId Send(Programme programme, TrainingGroup group, Expert expert)
    {
        var person = new Candidate(CandidateId.New(),
            new CandidateDetails(expert.Name, Transliteration.Propose(expert.Name), _people.Born(_today, 41), CandidateCategory.CompanyEmployee, expert.EmployerId, null, expert.Email), DemoRegion.Code);
        var participant = new Participant(ParticipantId.New(), programme.Id, group.Id, person.Id);
        Candidates.Add(person);
        Participants.Add(participant);
        return participant.Id;
    }

    private void AddSecond()
    {
        var centre = House(OrganisationKind.RegionalOperator, "Центр опережающей профессиональной подготовки Приамурья", "ЦОПП Приамурья", "Priamurye Centre of Advanced Vocational Training", "Благовещенск");
        for (var site = 1; site <= 14; site++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Площадка № {site}");
            Venues.Add(new Venue(VenueId.New(), centre.Id, name, string.Create(CultureInfo.InvariantCulture, $"Site No. {site}"), SecondRegion, "Благовещенск", string.Create(CultureInfo.InvariantCulture, $"ул. Речная, {site}"), SecondTimeZone, 10));
        }

        var employment = Add(SecondRegion, centre, ProgrammeKind.EmploymentPromotion, "Содействие занятости", "Employment Promotion", ProgrammeEnding.Exam);
        employment.SetTarget(new ProgrammeTarget(2021, 400, 75));
        employment.SetTarget(new ProgrammeTarget(2022, 600, 75));
        // More than 400, 75 % of them at work.
        Fill(employment, centre, 2021, 404, CandidateCategory.AdultLearner, 35, known: 92, employed: 82, atWork: 303);
        Fill(employment, centre, 2022, 600, CandidateCategory.AdultLearner, 35, known: 40, employed: 70);

        var first = Add(SecondRegion, centre, ProgrammeKind.FirstProfession, "Первая профессия", "First Profession", ProgrammeEnding.Assessment);
        for (var number = 1; number <= Schools; number++)
        {
            var school = House(OrganisationKind.Educational, string.Create(CultureInfo.InvariantCulture, $"Средняя школа № {number}"), string.Create(CultureInfo.InvariantCulture, $"Школа № {number}"), string.Create(CultureInfo.InvariantCulture, $"School No. {number}"), "Благовещенск");
            first.AddPartner(school.Id);
            Fill(first, school, 2020 + (number % 3), number == 1 ? 55 : 53, CandidateCategory.Schoolchild, 15, known: 0, employed: 0);
        }

        foreach (var year in new[] { 2020, 2021, 2022 })
        {
            first.SetTarget(new ProgrammeTarget(year, 350, null));
        }

        var digital = Add(SecondRegion, centre, ProgrammeKind.DigitalEconomy, "Кадры для цифровой экономики", "Workforce for the Digital Economy", ProgrammeEnding.None);
        digital.SetTarget(new ProgrammeTarget(2022, 600, null));
        Fill(digital, centre, 2022, 604, CandidateCategory.CompanyEmployee, 33, known: 0, employed: 0);

        string[] subjects =
        [
            "Проектное управление", "Цифровая грамотность", "Деловое письмо", "Государственные закупки", "Работа с обращениями граждан", "Противодействие коррупции", "Управление данными", "Публичные выступления",
            "Кадровая работа", "Бюджетирование", "Стратегическое планирование", "Ведение переговоров", "Охрана труда", "Архивное дело", "Наставничество", "Информационная безопасность",
        ];
        for (var i = 0; i < subjects.Length; i++)
        {
            var programme = Add(SecondRegion, centre, ProgrammeKind.CivilService, $"Госслужащие: {subjects[i].ToLowerInvariant()}", string.Create(CultureInfo.InvariantCulture, $"Civil Servants: Course {i + 1}"), ProgrammeEnding.Assessment);
            // 16 programmes, 556 people: twelve of 35 and four of 34.
            Fill(programme, centre, 2021 + (i % 2), i < 12 ? 35 : 34, CandidateCategory.CivilServant, 41, known: 0, employed: 0);
        }
    }

    private void Fill(Programme programme, Organisation house, int year, int count, CandidateCategory category, int age, int known, int employed, int? atWork = null)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"{house.ShortName}, {year}");
        var group = programme.OpenGroup(TrainingGroupId.New(), label, new DateOnly(year, 3, 1), new DateOnly(year, 11, 30));
        var people = new List<CandidateId>();
        for (var i = 0; i < count; i++)
        {
            var name = _people.Next();
            var person = new Candidate(CandidateId.New(), new CandidateDetails(name, Transliteration.Propose(name), _people.Born(new DateOnly(year, 9, 1), age), category, house.Id, programme.Name[..Math.Min(20, programme.Name.Length)], null), SecondRegion);
            Candidates.Add(person);
            people.Add(person.Id);
        }

        Enrol(programme, group, people, known, employed, atWork);
    }

    /// <param name="known">Percent of whom somebody told.</param>
    /// <param name="employed">Percent of those who work.</param>
    /// <param name="atWork">How many work exactly; for figures that are known.</param>
    private void Enrol(Programme programme, TrainingGroup group, List<CandidateId> people, int known, int employed, int? atWork = null)
    {
        var told = atWork is null ? people.Count * known / 100 : Math.Max(atWork.Value, people.Count * known / 100);
        var working = atWork ?? told * employed / 100;
        for (var i = 0; i < people.Count; i++)
        {
            var participant = new Participant(ParticipantId.New(), programme.Id, group.Id, people[i]);
            Participants.Add(participant);
            if (i >= told)
            {
                continue;
            }

            var kind = i < working ? (i % 7 == 0 ? OutcomeKind.SelfEmployed : OutcomeKind.Employed) : i % 2 == 0 ? OutcomeKind.Studying : OutcomeKind.NotEmployed;
            var on = group.LastDay.AddDays(1 + _random.Next(10));
            var employer = kind == OutcomeKind.Employed ? Employers[_random.Next(Employers.Length)] : null;
            participant.Tell(EmploymentOutcomeId.New(), new ToldOutcome(kind, on, employer, i % 3 == 0 ? OutcomeSource.EmploymentService : OutcomeSource.Organisation), group, _today, _now, "Ольга Операторова");
        }
    }

    private static readonly string[] Employers = ["АО «Западная верфь»", "ООО «Хлебный двор»", "ООО «Мост и Ко»", "АО «Энергия Востока»", "ООО «Тёплый дом»"];

    private Programme Add(string region, Organisation house, ProgrammeKind kind, string name, string nameEn, ProgrammeEnding ending)
    {
        var programme = new Programme(ProgrammeId.New(), new ProgrammeTerms(kind, name, nameEn, ending, house.Id), region);
        Programmes.Add(programme);
        return programme;
    }

    private Organisation House(OrganisationKind kind, string name, string shortName, string nameEn, string city)
    {
        var house = new Organisation(OrganisationId.New(), kind, name, shortName, nameEn, SecondRegion, city);
        Organisations.Add(house);
        return house;
    }
}
