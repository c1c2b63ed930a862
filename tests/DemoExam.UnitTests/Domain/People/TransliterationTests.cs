using DemoExam.Domain.People;

namespace DemoExam.UnitTests.Domain.People;

public sealed class TransliterationTests
{
    [Theory]
    [InlineData("Юлия", "Iuliia")]
    [InlineData("Щукин", "Shchukin")]
    [InlineData("ЩУКИН", "SHCHUKIN")]
    [InlineData("Подъячев", "Podieiachev")]
    [InlineData("Соловьёв", "Solovev")]
    [InlineData("Цой", "Tsoi")]
    [InlineData("Хрущёв", "Khrushchev")]
    [InlineData("Жуковский", "Zhukovskii")]
    [InlineData("Чернышевский", "Chernyshevskii")]
    [InlineData("Эйзенштейн", "Eizenshtein")]
    [InlineData("Римский-Корсаков", "Rimskii-Korsakov")]
    [InlineData("Мамедов Гусейн оглы", "Mamedov Gusein ogly")]
    [InlineData("д'Артаньян", "d'Artanian")]
    [InlineData("Ю", "Iu")]
    [InlineData("O'Brien", "O'Brien")]
    [InlineData("Müller", "Müller")]
    [InlineData("", "")]
    public void Names_are_written_as_in_travel_documents(string russian, string latin) => Transliteration.Of(russian).ShouldBe(latin);

    [Fact]
    public void Every_letter_of_the_alphabet_has_its_letters() =>
        Transliteration.Of("абвгдеёжзийклмнопрстуфхцчшщъыьэюя").ShouldBe("abvgdeezhziiklmnoprstufkhtschshshchieyeiuia");

    [Fact]
    public void A_letter_typed_as_two_signs_is_the_same_letter() => Transliteration.Of("И\u0306одль").ShouldBe("Iodl");

    [Fact]
    public void The_english_face_has_surname_and_given_name() =>
        Transliteration.Propose(new PersonName("Щукин", "Юрий", "Ильич")).ShouldBe("Shchukin Iurii");

    [Fact]
    public void A_one_word_name_has_no_blank_at_its_end() => Transliteration.Propose(new PersonName("Мадонна", "")).ShouldBe("Madonna");

    [Theory]
    [InlineData("Әхмәтҗанов")]
    [InlineData("Ґалаґан")]
    [InlineData("გიორგი")]
    public void A_letter_outside_the_tables_is_left_to_a_person(string name) => Transliteration.Of(name).ShouldBeNull();
}
