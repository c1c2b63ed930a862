using DemoExam.Domain.People;

namespace DemoExam.Data.Demo;

/// <summary>Invented people: common names put together by chance, and some names that are hard to print and to find.</summary>
internal sealed class DemoPeople(Random random)
{
    private static readonly string[] Surnames = ("Авдеев Агафонов Алексеев Антипов Арефьев Баженов Балашов Белкин Беляев Березин Богатырёв Бойцов Борисов Бугров Булатов Быстров Вавилов Веденеев Верещагин "
        + "Виноградов Вишняков Волошин Воробьёв Гаврилов Галкин Герасимов Голубев Горшков Грачёв Громов Давыдов Демидов Доронин Дроздов Дубровин Евсеев Елагин Ермолаев Ершов Жаров Жилин Журавлёв Завьялов "
        + "Зайцев Зимин Зорин Игнатьев Измайлов Ильин Исаев Казаков Калинин Карпов Киселёв Климов Ключников Колесов Комаров Коновалов Корнеев Королёв Кочетов Кравцов Крылов Кудряшов Кузьмин Лавров Лазарев "
        + "Ларин Лебедев Леонов Литвинов Логинов Лукин Макаров Малышев Мамонтов Маркелов Мартынов Матвеев Медведев Мельников Минаев Моисеев Мухин Назаров Некрасов Нестеров Никитин Носков Овчинников Одинцов "
        + "Орехов Осипов Панфилов Петухов Платонов Поляков Пономарёв Прохоров Рогов Родионов Рощин Рябов Савельев Сафонов Селезнёв Серов Скворцов Соболев Сорокин Степанов Субботин Суханов Тарасов Тимофеев "
        + "Трофимов Туманов Уваров Устинов Фадеев Фёдоров Филатов Фомин Фролов Харитонов Хохлов Цветков Чернов Чистяков Шаповалов Шарапов Шестаков Широков Шубин Щербаков Юдин Яковлев Яшин").Split(' ');

    private static readonly string[] Men = "Александр Алексей Андрей Антон Артём Богдан Вадим Виктор Владислав Глеб Григорий Даниил Денис Дмитрий Егор Иван Илья Кирилл Константин Лев Максим Марк Матвей Михаил Никита Николай Олег Павел Пётр Роман Семён Сергей Степан Тимофей Тимур Фёдор Юрий Ярослав".Split(' ');
    private static readonly string[] Women = "Алина Алёна Анастасия Анна Арина Валерия Варвара Вера Вероника Виктория Дарья Диана Ева Екатерина Елена Елизавета Злата Ирина Карина Кира Ксения Любовь Маргарита Марина Мария Милана Надежда Наталья Ольга Полина Светлана София Таисия Татьяна Ульяна Юлия Яна".Split(' ');

    private static readonly (string Son, string Daughter)[] Fathers =
    [
        ("Александрович", "Александровна"), ("Алексеевич", "Алексеевна"), ("Андреевич", "Андреевна"), ("Антонович", "Антоновна"), ("Борисович", "Борисовна"), ("Вадимович", "Вадимовна"),
        ("Викторович", "Викторовна"), ("Витальевич", "Витальевна"), ("Владимирович", "Владимировна"), ("Геннадьевич", "Геннадьевна"), ("Денисович", "Денисовна"), ("Дмитриевич", "Дмитриевна"),
        ("Евгеньевич", "Евгеньевна"), ("Игоревич", "Игоревна"), ("Ильич", "Ильинична"), ("Константинович", "Константиновна"), ("Максимович", "Максимовна"), ("Михайлович", "Михайловна"),
        ("Николаевич", "Николаевна"), ("Олегович", "Олеговна"), ("Павлович", "Павловна"), ("Петрович", "Петровна"), ("Романович", "Романовна"), ("Сергеевич", "Сергеевна"), ("Юрьевич", "Юрьевна"),
    ];

    /// <summary>A name as an identity document may give it, with letters that fonts for Russian and English lack.</summary>
    public const string Unprintable = "Li Mei 李梅";

    /// <summary>Names that find the errors of a layout or a search.</summary>
    public static readonly IReadOnlyList<(PersonName Name, string? Latin)> Difficult =
    [
        (new("Римская-Корсакова-Заславская", "Анна-Виктория", "Константиновна"), null),
        (new("Мамедов", "Эльдар", "Гусейн оглы"), "Mamedov Eldar Huseyn oglu"),
        (new("Сухарто", ""), "Suharto"),
        (new("Ли", "Мэй"), Unprintable),
        (new("О’Коннор-Берёзкина", "Шивон"), "O'Connor-Berezkina Siobhan"),
        (new("Ёлкин", "Фёдор", "Артёмович"), null),
        (new("Елкин", "Федор", "Артемович"), null),
        (new("Гарсия Лопес", "Мария Изабель"), "García López María Isabel"),
        (new("Müller", "Jörg"), "Müller Jörg"),
        (new("Кантемирова-Константинопольская-Преображенская", "Александра-Елизавета", "Владиславовна"), null),
    ];

    /// <summary>A new person; adults of either sex as often.</summary>
    public PersonName Next()
    {
        var woman = random.Next(2) == 0;
        var (son, daughter) = Pick(Fathers);
        var surname = Pick(Surnames);
        // Some have no patronymic in their document.
        var patronymic = random.Next(40) == 0 ? null : woman ? daughter : son;
        return new PersonName(woman ? surname + "а" : surname, Pick(woman ? Women : Men), patronymic);
    }

    /// <summary>A day of birth that makes the person so old, give or take a year.</summary>
    public DateOnly Born(DateOnly today, int years) => today.AddYears(-years).AddDays(-random.Next(365));

    private T Pick<T>(T[] all) => all[random.Next(all.Length)];
}
