using System.Security.Cryptography;
using DemoExam.Domain;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Features.My;

namespace DemoExam.Data.Demo;

/// <summary>An admitted employer with needs and a passport that was shared with it, and one that waits to be let in.</summary>
internal sealed class DemoEmployers(DemoRegion region, DateTimeOffset now, DateOnly today)
{
    private const string Person = "Ирина Кадрова";

    private readonly List<(Organisation Employer, string Inn)> _admitted = [(region.Employers[region.Web][0], "3906000005"), (region.Employers[region.Welding][0], "3906000020")];

    /// <summary>The employer that has an account.</summary>
    public Organisation First => _admitted[0].Employer;

    public static string NameOfPerson => Person;

    public IEnumerable<EmployerApplication> Applications
    {
        get
        {
            foreach (var (employer, inn) in _admitted)
            {
                employer.Change(employer.Name, employer.ShortName, employer.NameEn, employer.City, null, inn, null, null, employer.Contacts);
                var admitted = new EmployerApplication(EmployerApplicationId.New(), DemoRegion.Code, employer.Name, employer.City, inn, new Contacts($"{Person}, отдел кадров", "+7 (4012) 55-01-40", "employer@example.org"), now.AddDays(-20));
                admitted.Admit(employer.Id, "Ольга Операторова", now.AddDays(-19));
                yield return admitted;
            }

            yield return new EmployerApplication(EmployerApplicationId.New(), DemoRegion.Code, "ООО «Самбийские кухни»", "Светлогорск", "3906000012",
                new Contacts("Пётр Приёмов, управляющий", "+7 (4012) 55-01-41", "hr@example.org"), now.AddHours(-30));
        }
    }

    public IEnumerable<EmployerNeed> Needs =>
    [
        Need(region.Employers[region.Web][0], "09.02.07", ExamLevel.Base, 3, 45, "Разработчик интерфейсов. Полный день, можно удалённо. Пишите через страницу паспорта, которым поделились.", -6),
        Need(region.Employers[region.Web][0], "09.02.06", ExamLevel.Profile, 1, 30, "Сетевой инженер, дежурства по графику.", -4),
        Need(region.Employers[region.Welding][0], "15.01.05", ExamLevel.Base, 12, 90, "Сварщики корпусных конструкций, две смены, обучение на рабочем месте.", -3),
    ];

    /// <summary>A passport whose holder shared name and total with the first employer.</summary>
    public ShareLink Share(SkillsPassport passport) => new(
        ShareLinkId.New(), passport.Id, PublicToken.From(RandomNumberGenerator.GetBytes(16)), new ShareContents(true, true, [], []), "", ConsentText.Version, now.AddDays(90), now.AddDays(-2), First.Id);

    private EmployerNeed Need(Organisation employer, string speciality, ExamLevel level, int positions, int days, string text, int posted) =>
        new(EmployerNeedId.New(), employer.Id, DemoRegion.Code, speciality, level, positions, today.AddDays(days), text, today, now.AddDays(posted));
}
