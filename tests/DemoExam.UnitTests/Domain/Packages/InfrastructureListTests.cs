using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;

namespace DemoExam.UnitTests.Domain.Packages;

public sealed class InfrastructureListTests
{
    [Theory]
    [InlineData("Монитор: 2 на место; Принтер: 1 на площадку", "Монитор: 2 на место; Принтер: 1 на площадку")]
    [InlineData("Монитор :2 на рабочее место\n\nПринтер: 1 на площадку\n", "Монитор: 2 на место; Принтер: 1 на площадку")]
    [InlineData("Printer: 1 per venue; Monitor: 2 Per Workplace", "Printer: 1 на площадку; Monitor: 2 на место")]
    [InlineData("Кабель: патч-корд 1 м: 4 на место", "Кабель: патч-корд 1 м: 4 на место")]
    [InlineData("", "")]
    public void A_list_is_read_however_it_is_written(string written, string expected) => InfrastructureList.Parse(written).ShouldNotBeNull().Text.ShouldBe(expected);

    [Theory]
    [InlineData("Монитор")]
    [InlineData("Монитор: два на место")]
    [InlineData("Монитор: 0 на место")]
    [InlineData("Монитор: 1 на этаж")]
    [InlineData(": 1 на место")]
    [InlineData("Монитор: 1 на место; МОНИТОР: 2 на место")]
    public void Lines_without_name_number_or_place_and_repeated_ones_are_refused(string written) => InfrastructureList.Parse(written).ShouldBeNull();

    [Fact]
    public void What_a_site_lacks_is_told_by_general_names_for_all_workplaces()
    {
        var list = InfrastructureList.Parse("Компьютер: 1 на место; Монитор: 2 на место; Монитор: 1 на площадку; Принтер: 1 на площадку; Сервёр: 1 на площадку")!;
        var passport = new VenuePassport(Contacts.None, [],
        [
            new("Станция В-7", "КОМПЬЮТЕР", null, null, null, 6), new("Станция В-8", " компьютер", null, null, null, 4),
            new("Монитор", null, null, null, null, 12), new("Сервер", null, null, null, null, 1),
        ]);

        passport.GapsTo(list, 10).ShouldBe([new EquipmentGap("Монитор", 21, 12), new EquipmentGap("Принтер", 1, 0)]);
        passport.GapsTo(InfrastructureList.None, 10).ShouldBeEmpty();
        VenuePassport.Empty.GapsTo(list, 10).ShouldBeEmpty("nobody has entered what is there");
    }
}
