using DemoExam.Domain.People;
using static DemoExam.Domain.Appeals.AppealRules;

namespace DemoExam.Domain.Appeals;

/// <summary>What somebody is in the appeals board.</summary>
public enum BoardRole
{
    /// <summary>Председатель.</summary>
    Chair = 1,

    /// <summary>Член комиссии.</summary>
    Member = 2,

    /// <summary>Секретарь.</summary>
    Secretary = 3,
}

/// <summary>Somebody in the appeals board.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Role">Chair, member or secretary.</param>
public sealed record BoardPerson(string Name, BoardRole Role);

/// <summary>
/// The appeals board (апелляционная комиссия) of an educational organisation for a calendar year: a chair, at least five members
/// and a secretary, none of whom is in the state board that year (order of the Ministry of Education No. 800). It never changes; a
/// new order makes a new board, and the latest of a year decides.
/// </summary>
public sealed class AppealBoard
{
    /// <summary>Members besides chair and secretary.</summary>
    public const int FewestMembers = 5;

    private List<BoardPerson> _people = [];

    private AppealBoard()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="organisationId">Organisation that holds the exams.</param>
    /// <param name="year">Calendar year.</param>
    /// <param name="document">Order by which it was named, with number and date.</param>
    /// <param name="chair">Full name of the chair.</param>
    /// <param name="members">Full names of the members.</param>
    /// <param name="secretary">Full name of the secretary.</param>
    /// <param name="now">Moment of registration.</param>
    /// <exception cref="RuleViolation"><see cref="BoardIsLargeEnough"/> or <see cref="BoardPersonOnce"/>.</exception>
    public AppealBoard(AppealBoardId id, OrganisationId organisationId, int year, string document, string chair, IEnumerable<string> members, string secretary, DateTimeOffset now)
    {
        _people =
        [
            new(chair.Trim(), BoardRole.Chair),
            .. members.Select(m => m.Trim()).Where(m => m.Length > 0).Select(m => new BoardPerson(m, BoardRole.Member)),
            new(secretary.Trim(), BoardRole.Secretary),
        ];
        var count = _people.Count(p => p.Role == BoardRole.Member);
        BoardIsLargeEnough.Require(count >= FewestMembers, ("members", count), ("needed", FewestMembers));
        var twice = _people.GroupBy(p => TextNorm.Of(p.Name)).FirstOrDefault(g => g.Skip(1).Any());
        BoardPersonOnce.Require(twice is null, ("name", twice?.First().Name));
        (Id, OrganisationId, Year, Document, RegisteredAt) = (id, organisationId, year, document.Trim(), now);
    }

    public AppealBoardId Id { get; private set; }
    public OrganisationId OrganisationId { get; private set; }
    public int Year { get; private set; }

    /// <summary>Order by which it was named.</summary>
    public string Document { get; private set; } = "";

    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>Chair first, secretary last.</summary>
    public IReadOnlyList<BoardPerson> People => _people;
}
