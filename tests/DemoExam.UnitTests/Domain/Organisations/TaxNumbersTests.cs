using DemoExam.Domain.Organisations;
using DemoExam.Domain.Venues;

namespace DemoExam.UnitTests.Domain.Organisations;

public sealed class TaxNumbersTests
{
    [Theory]
    // Published numbers of a bank that everybody can look up.
    [InlineData("7707083893", "773601001", "1027700132195", true)]
    // A sole trader's, worked out apart from this code.
    [InlineData("500100732259", "773601001", "304500116000157", true)]
    [InlineData("500100732258", "", "304500116000158", false)]
    [InlineData("500100732159", "", "30450011600015", false)]
    [InlineData("", "", "", false)]
    [InlineData("7707083894", "77360100", "1027700132196", false)]
    [InlineData("770708389", "7736А1001", "102770013219", false)]
    [InlineData("77O7083893", "", "10277OO132195", false)]
    public void Check_digits_tell_right_numbers_from_wrong_ones(string inn, string kpp, string ogrn, bool good) =>
        (TaxNumbers.IsInn(inn), TaxNumbers.IsKpp(kpp), TaxNumbers.IsOgrn(ogrn)).ShouldBe((good, good, good));

    [Fact]
    public void A_workplace_stands_in_the_room_that_its_number_falls_into()
    {
        var passport = VenuePassport.Empty with { Rooms = [new Room("201", 3), new Room("203", 2)] };

        Enumerable.Range(1, 6).Select(passport.RoomOf).ShouldBe(["201", "201", "201", "203", "203", null]);
    }
}
