using DemoExam.Domain.Audit;

namespace DemoExam.Features.Audit;

/// <summary>What a record says, in a reader's language.</summary>
internal static class AuditWords
{
    // Facts that are for machines: fingerprints and identities.
    private static readonly string[] Hidden = ["content", "result", "sheet", "id"];

    /// <summary>The facts that a person reads, with their names in words.</summary>
    public static IEnumerable<(string Name, string Value)> Shown(Texts texts, AuditFile trail, AuditFileRecord record) =>
        from fact in record.Facts()
        where !Hidden.Contains(fact.Key.Split(':')[0])
        select (texts[$"Audit.Fact.{fact.Key}"], fact.Key switch
        {
            "rule" => Refusal(texts, fact.Value),
            "request" => texts[$"Audit.Request.{fact.Value}"],
            "candidate" or "aspect" => string.Join(", ", fact.Value.Split(' ').Select(id => trail.Names.GetValueOrDefault(id, id))),
            "kind" => texts[$"Enums.AppealKind.{fact.Value}"],
            "outcome" => texts[$"Enums.AppealStatus.{fact.Value}"],
            "basis" => texts[$"Enums.UnlockBasis.{fact.Value}"],
            "role" => texts[$"Enums.ProtocolRole.{fact.Value}"],
            _ => fact.Value,
        });

    public static bool IsWarning(AuditDeed deed) => deed is AuditDeed.Refused or AuditDeed.UnlockRequested or AuditDeed.UnlockApproved;

    // A rule's sentence has places for facts that the trail doesn't keep, so the trail has shorter ones.
    private static string Refusal(Texts texts, string code) => texts[$"Audit.Rule.{code}"];
}
