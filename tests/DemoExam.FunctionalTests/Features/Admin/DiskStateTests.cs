using DemoExam.Features.Admin;

namespace DemoExam.FunctionalTests.Features.Admin;

/// <summary>When the page of the administrator warns of a full disk.</summary>
public sealed class DiskStateTests
{
    [Theory]
    [InlineData(900, 4_000, true)]
    [InlineData(1_100, 4_000, false)]
    [InlineData(9_000, 200_000, true)]
    [InlineData(11_000, 200_000, false)]
    [InlineData(30_000, 2_000_000, false)]
    public void Little_room_is_told_early_enough_and_not_of_a_large_disk(long freeMebibytes, long sizeMebibytes, bool low) =>
        new DiskState(freeMebibytes << 20, sizeMebibytes << 20).IsLow.ShouldBe(low);
}
