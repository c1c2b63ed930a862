using DemoExam.Domain.Exams;
using DemoExam.FunctionalTests.Architecture;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Doors;

/// <summary>
/// Knocks at every door of the running host as every role, as nobody, and as strangers with the same roles of another
/// region, organisation and exam. <c>doors.txt</c> says who may; a door that is not in it fails the test.
/// </summary>
public sealed class DoorsTests(App app) : IClassFixture<App>
{
    private const string Everybody = "NHTSCORAE";
    private static readonly string Table = Path.Combine(Sources.Root, "tests/DemoExam.FunctionalTests/Doors/doors.txt");

    // A refusal that tells no more than that the exam is another expert's.
    private static readonly string[] NotYours = [ExamRules.ConductedByItsChief.Code, ExamRules.ConductedByItsExperts.Code];

    [Fact]
    public async Task Every_door_opens_to_whom_it_is_meant_for_and_to_nobody_else()
    {
        var rows = File.ReadLines(Table).Where(l => l.Contains('|', StringComparison.Ordinal)).Select(Row.Read).ToDictionary(r => r.Name);
        var doors = await Door.All(app);
        doors.Select(d => d.Name).Except(rows.Keys).ShouldBeEmpty("Say in doors.txt who may try these doors.");
        rows.Keys.Except(doors.Select(d => d.Name)).ShouldBeEmpty("These doors of doors.txt are gone.");

        var world = await World.Make(app);
        var wrong = new List<string>();

        // Strangers first: whoever may do something changes what others find.
        foreach (var door in doors)
        {
            foreach (var (person, user) in world.Strangers.Where(s => rows[door.Name].Who.Contains(s.Key[0], StringComparison.Ordinal)))
            {
                Judge(door, person, rows[door.Name], await world.Try(door, user));
            }
        }

        foreach (var door in doors)
        {
            var row = rows[door.Name];
            foreach (var (person, user) in world.Own)
            {
                var answer = await world.Try(door, user);
                if (row.Who.Contains(person, StringComparison.Ordinal))
                {
                    Expect(row.MayFindNothing || answer.Status is not (400 or 401 or 403 or 404 or 405 or 415), door, person, answer, "should get in");
                }
                else
                {
                    Expect(answer.Status is 401 or 403 or 404, door, person, answer, "should be refused");
                }

                Expect(answer.Status < 500, door, person, answer, "met a failure");
            }
        }

        wrong.ShouldBeEmpty();

        void Judge(Door door, string person, Row row, Answer answer)
        {
            Expect(answer.Status < 500, door, person, answer, "met a failure");
            var kept = row.Whose switch
            {
                Whose.Region => person[1] == '2',
                Whose.Plan => person[1] == '2' || person[0] is 'T' or 'S',
                Whose.Its => true,
                _ => false,
            };
            if (kept)
            {
                // A page that its reader may see says what is wrong with a form before it asks whose exam it is; the API has the same door with a valid body.
                var formOfAPlan = door is { IsPage: true, Method: "POST" } && person is "C1" or "O1" && answer.Status == 422;
                Expect(answer.Status is 401 or 403 or 404 || formOfAPlan || (answer.Status == 409 && NotYours.Contains(answer.Code)), door, person, answer, "should be refused");
            }

            if (row.Whose != Whose.All)
            {
                var leaks = world.Leaks(person, answer.Body);
                Expect(leaks.Length == 0, door, person, answer, $"reads {leaks}");
            }
        }

        void Expect(bool holds, Door door, string person, Answer answer, string complaint)
        {
            if (!holds)
            {
                wrong.Add($"{door.Name}: {person} {complaint}, got {answer.Status} {answer.Code}");
            }
        }
    }

    private enum Whose
    {
        Nobodys,
        All,
        Region,
        Plan,
        Its,
    }

    private sealed record Row(string Name, string Who, bool MayFindNothing, Whose Whose)
    {
        public static Row Read(string line)
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var who = cells[1].TrimEnd('?');
            return new Row(cells[0],
                who switch { "anyone" => Everybody, "signed-in" => Everybody[1..], _ => who.Replace(" ", "", StringComparison.Ordinal) },
                cells[1].EndsWith('?'),
                cells[2] == "-" ? Whose.Nobodys : Enum.Parse<Whose>(cells[2], ignoreCase: true));
        }
    }
}
