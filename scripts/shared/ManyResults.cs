using System.Data.Common;
using System.Globalization;

/// <summary>
/// Multiplies the exams of a filled database until it holds as many results as asked: rows of exams that were held are copied with new identities, numbers and
/// days spread over three years, together with groups, enrolments, duties, results, passport orders and passports. Sheets, entries and documents are not
/// copied. Every second copy has people of its own. Works over SQLite and PostgreSQL.
/// </summary>
internal sealed class ManyResults(DbConnection connection, bool isSqlite)
{
    private const int Days = 1000, Templates = 12, ExamsPerTransaction = 400;

    // SQLite looks for each parameter's name among all of the statement, so that few rows at a time are faster there.
    private readonly int _rowsPerInsert = isSqlite ? 4 : 100;

    private static readonly string[] Tables = ["Candidates", "Exams", "ExamGroups", "Enrolments", "ExpertDuties", "Results", "PassportOrders", "Passports"];

    private readonly Dictionary<string, List<Row>> _waiting = Tables.ToDictionary(t => t, _ => new List<Row>());
    private int _status;

    private sealed class Row(IReadOnlyDictionary<string, int> places, object?[] values)
    {
        public IEnumerable<string> Names => places.OrderBy(p => p.Value).Select(p => p.Key);

        public object?[] Values { get; } = values;

        public object? this[string name] => Values[At(name)];

        public Row With(params (string Name, object? Value)[] changes)
        {
            var copy = (object?[])Values.Clone();
            foreach (var (name, value) in changes)
            {
                copy[At(name)] = value;
            }

            return new Row(places, copy);
        }

        private int At(string name) => places.TryGetValue(name, out var at) ? at : throw new InvalidOperationException($"There is no column {name}.");
    }

    private sealed record Template(Row Exam, List<Row> Groups, List<Row> Enrolments, List<Row> Duties, List<Row> Results, Dictionary<object, (Row Order, Row Passport)> Passports, Dictionary<object, Row> People);

    /// <summary>Fills up and answers how many results there are now.</summary>
    public async Task<int> Fill(int wanted, DateOnly today)
    {
        if (isSqlite)
        {
            // A database that can be made again needs no flush to disk.
            await Run("PRAGMA synchronous = OFF");
        }

        var templates = await ReadTemplates();
        var results = Convert.ToInt32(await Scalar("SELECT COUNT(*) FROM \"Results\""), CultureInfo.InvariantCulture);
        var people = templates.Select(_ => new Dictionary<object, object>()).ToList();
        for (var copy = 0; results < wanted;)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            for (var i = 0; i < ExamsPerTransaction && results < wanted; i++, copy++)
            {
                var template = copy % templates.Count;
                if (copy / templates.Count % 2 == 0)
                {
                    people[template].Clear();
                }

                results += Copy(templates[template], copy, today.AddDays(-1 - (copy * 7 % Days)), people[template]);
            }

            foreach (var table in Tables)
            {
                await Insert(table, _waiting[table], transaction);
                _waiting[table].Clear();
            }

            await transaction.CommitAsync();
        }

        // Autovacuum does it within minutes; until then PostgreSQL asks the table itself whether a row of an index is there.
        await Run(isSqlite ? "ANALYZE" : "VACUUM (ANALYZE)");
        return results;
    }

    private int Copy(Template from, int copy, DateOnly day, Dictionary<object, object> people)
    {
        var exam = NewId(from.Exam["Id"]!);
        var length = DayOf(from.Exam["LastDay"]!).DayNumber - DayOf(from.Exam["FirstDay"]!).DayNumber;
        _waiting["Exams"].Add(from.Exam.With(("Id", exam), ("Number", $"К-{copy:0000000}"), ("PreparatoryDay", Day(from.Exam["FirstDay"]!, day.AddDays(-1))), ("FirstDay", Day(from.Exam["FirstDay"]!, day)), ("LastDay", Day(from.Exam["FirstDay"]!, day.AddDays(length)))));
        var groups = from.Groups.ToDictionary(g => g["Id"]!, g => NewId(g["Id"]!));
        _waiting["ExamGroups"].AddRange(from.Groups.Select(g => g.With(("Id", groups[g["Id"]!]), ("ExamId", exam))));
        _waiting["ExpertDuties"].AddRange(from.Duties.Select(d => d.With(("Id", NewId(d["Id"]!)), ("ExamId", exam))));
        foreach (var enrolment in from.Enrolments)
        {
            _waiting["Enrolments"].Add(enrolment.With(("Id", NewId(enrolment["Id"]!)), ("ExamId", exam), ("GroupId", groups[enrolment["GroupId"]!]), ("CandidateId", Person(enrolment["CandidateId"]!))));
        }

        foreach (var result in from.Results)
        {
            var (id, person) = (NewId(result["Id"]!), Person(result["CandidateId"]!));
            _waiting["Results"].Add(result.With(("Id", id), ("ExamId", exam), ("CandidateId", person)));
            if (!from.Passports.TryGetValue(result["CandidateId"]!, out var issued))
            {
                continue;
            }

            var (order, passport, number) = (NewId(issued.Order["Id"]!), NewId(issued.Passport["Id"]!), _status++);
            var (token, list, index) = ($"{number:D22}"[..Math.Min(22, $"{issued.Order["Token"]}".Length)], 1_000_000 + (number / 100_000), number % 100_000);
            (string, object?)[] same = [("ExamId", exam), ("CandidateId", person), ("ResultId", id), ("Number", $"К-{number:0000000}"), ("Token", token), ("StatusList", list), ("StatusIndex", index)];
            _waiting["PassportOrders"].Add(issued.Order.With([("Id", order), ("PassportId", passport), .. same]));
            _waiting["Passports"].Add(issued.Passport.With([("Id", passport), ("OrderId", order), .. same]));
        }

        return from.Results.Count;

        object Person(object old)
        {
            if (!people.TryGetValue(old, out var id))
            {
                people[old] = id = NewId(old);
                _waiting["Candidates"].Add(from.People[old].With(("Id", id), ("PersonalNumber", null)));
            }

            return id;
        }
    }

    private async Task<List<Template>> ReadTemplates()
    {
        var exams = await Read("SELECT r.\"ExamId\" AS \"Id\" FROM \"Results\" r GROUP BY r.\"ExamId\" HAVING COUNT(*) > 3 ORDER BY COUNT(*) DESC, r.\"ExamId\"", null);
        var templates = new List<Template>();
        foreach (var id in exams.Take(Templates).Select(e => e["Id"]!))
        {
            var orders = (await Read("SELECT o.* FROM \"PassportOrders\" o WHERE o.\"ExamId\" = @id AND o.\"PassportVersion\" = 1", id)).ToDictionary(o => o["PassportId"]!);
            templates.Add(new Template(
                (await Read("SELECT * FROM \"Exams\" WHERE \"Id\" = @id", id)).Single(),
                await Read("SELECT * FROM \"ExamGroups\" WHERE \"ExamId\" = @id", id),
                await Read("SELECT * FROM \"Enrolments\" WHERE \"ExamId\" = @id", id),
                await Read("SELECT * FROM \"ExpertDuties\" WHERE \"ExamId\" = @id", id),
                await Read("SELECT * FROM \"Results\" WHERE \"ExamId\" = @id AND \"Version\" = 1", id),
                (await Read("SELECT * FROM \"Passports\" WHERE \"ExamId\" = @id AND \"PassportVersion\" = 1", id)).ToDictionary(p => p["CandidateId"]!, p => (orders[p["Id"]!], p)),
                (await Read("SELECT c.* FROM \"Candidates\" c WHERE c.\"Id\" IN (SELECT \"CandidateId\" FROM \"Enrolments\" WHERE \"ExamId\" = @id)", id)).ToDictionary(c => c["Id"]!)));
        }

        return templates.Count > 0 ? templates : throw new InvalidOperationException("The database holds no exam with results; fill it with the demonstration region first.");
    }

    private async Task Insert(string table, List<Row> rows, DbTransaction transaction)
    {
        foreach (var some in rows.Chunk(_rowsPerInsert))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            var values = some.Select((row, r) => $"({string.Join(", ", row.Values.Select((value, c) => value is null or DBNull ? "NULL" : Parameter(command, $"p{r}_{c}", value)))})").ToList();
            command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", some[0].Names.Select(n => $"\"{n}\""))}) VALUES {string.Join(", ", values)}";
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task<List<Row>> Read(string sql, object? id)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (id is not null)
        {
            Parameter(command, "id", id);
        }

        await using var reader = await command.ExecuteReaderAsync();
        var places = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName);
        var rows = new List<Row>();
        while (await reader.ReadAsync())
        {
            var values = new object?[reader.FieldCount];
            reader.GetValues(values!);
            rows.Add(new Row(places, values));
        }

        return rows;
    }

    private async Task<object?> Scalar(string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    private async Task Run(string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 600);
        await command.ExecuteNonQueryAsync();
    }

    private static string Parameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
        return "@" + name;
    }

    // Identities and days as the database holds them: SQLite keeps both as text.
    private static object NewId(object like) => like is string ? Guid.CreateVersion7().ToString().ToUpperInvariant() : Guid.CreateVersion7();

    private static DateOnly DayOf(object value) => value switch
    {
        DateOnly day => day,
        DateTime moment => DateOnly.FromDateTime(moment),
        _ => DateOnly.Parse($"{value}", CultureInfo.InvariantCulture),
    };

    private static object Day(object like, DateOnly day) => like switch
    {
        string => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime => day.ToDateTime(TimeOnly.MinValue),
        _ => day,
    };
}
