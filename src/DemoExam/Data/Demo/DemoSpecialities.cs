using DemoExam.Domain;
using DemoExam.Domain.Packages;

namespace DemoExam.Data.Demo;

/// <summary>A part of the federal lists (order No. 336 of 17.05.2022) and a few skills of the time of WorldSkills, enough to search and filter.</summary>
internal static class DemoSpecialities
{
    private static readonly (SpecialityKind Kind, string Code, string Name, string NameEn)[] Entries =
    [
        (SpecialityKind.Speciality, "08.02.01", "Строительство и эксплуатация зданий и сооружений", "Construction and operation of buildings"),
        (SpecialityKind.Speciality, "09.02.06", "Сетевое и системное администрирование", "Network and system administration"),
        (SpecialityKind.Speciality, "09.02.07", "Информационные системы и программирование", "Information systems and programming"),
        (SpecialityKind.Speciality, "13.02.11", "Техническая эксплуатация и обслуживание электрического и электромеханического оборудования", "Operation and maintenance of electrical equipment"),
        (SpecialityKind.Speciality, "15.02.16", "Технология машиностроения", "Engineering technology"),
        (SpecialityKind.Speciality, "15.02.19", "Сварочное производство", "Welding production"),
        (SpecialityKind.Speciality, "23.02.07", "Техническое обслуживание и ремонт автотранспортных средств", "Maintenance and repair of motor vehicles"),
        (SpecialityKind.Speciality, "38.02.01", "Экономика и бухгалтерский учёт", "Economics and accounting"),
        (SpecialityKind.Speciality, "43.02.15", "Поварское и кондитерское дело", "Cookery and confectionery"),
        (SpecialityKind.Speciality, "43.02.16", "Туризм и гостеприимство", "Tourism and hospitality"),
        (SpecialityKind.Speciality, "44.02.02", "Преподавание в начальных классах", "Primary school teaching"),
        (SpecialityKind.Profession, "08.01.28", "Мастер отделочных строительных и декоративных работ", "Finishing and decorating worker"),
        (SpecialityKind.Profession, "09.01.03", "Оператор информационных систем и ресурсов", "Operator of information systems"),
        (SpecialityKind.Profession, "15.01.05", "Сварщик (ручной и частично механизированной сварки (наплавки))", "Welder"),
        (SpecialityKind.Profession, "23.01.17", "Мастер по ремонту и обслуживанию автомобилей", "Car mechanic"),
        (SpecialityKind.Profession, "43.01.09", "Повар, кондитер", "Cook and confectioner"),
        (SpecialityKind.Skill, "10", "Сварочные технологии", "Welding"),
        (SpecialityKind.Skill, "17", "Веб-технологии", "Web technologies"),
        (SpecialityKind.Skill, "34", "Поварское дело", "Cooking"),
        (SpecialityKind.Skill, "39", "Сетевое и системное администрирование", "IT network systems administration"),
    ];

    // Names of the old list, still named by old packages.
    private static readonly string[] OutOfForce = ["10", "17", "34", "39"];

    public static IEnumerable<Speciality> All()
    {
        foreach (var (kind, code, name, nameEn) in Entries)
        {
            var speciality = new Speciality(SpecialityId.New(), kind, code, name, nameEn);
            if (OutOfForce.Contains(code))
            {
                speciality.Change(name, nameEn, isInForce: false);
            }

            yield return speciality;
        }
    }
}
