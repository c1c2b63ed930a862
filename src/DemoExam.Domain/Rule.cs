namespace DemoExam.Domain;

/// <summary>
/// A named rule of the field. The name is the allowed state, so that a call reads as a sentence:
/// <c>SheetIsOpen.Require(!locked)</c>. The code is part of the API and never changes; the message is the English
/// text for logs and for clients without a translation.
/// </summary>
/// <param name="Code"><c>folder.what-is-wrong</c>, for example <c>scoring.sheet-locked</c>.</param>
/// <param name="Message">English sentence that says what the rule forbids.</param>
public sealed record Rule(string Code, string Message)
{
    /// <summary>Does nothing when the state is allowed.</summary>
    /// <exception cref="RuleViolation">The state is not allowed.</exception>
    public void Require(bool allowed, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        if (!allowed)
        {
            throw new RuleViolation(Refuse(facts));
        }
    }

    /// <summary>A refusal by this rule, to be collected or thrown.</summary>
    public Refusal Refuse(params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var named = new Dictionary<string, object?>(facts.Length);
        foreach (var (name, value) in facts)
        {
            named[name] = value;
        }

        return new Refusal(this, named);
    }
}

/// <summary>One rule that said no, with the facts that a person needs to understand it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Facts">Named facts for the sentence: dates, names, numbers.</param>
/// <param name="Field">Input field that the refusal belongs to; null when it is about the whole request.</param>
public sealed record Refusal(Rule Rule, IReadOnlyDictionary<string, object?> Facts, string? Field = null);

/// <summary>
/// Collects refusals, so that a person sees everything that is wrong at once instead of one thing after another.
/// </summary>
public sealed class Refusals
{
    private readonly List<Refusal> _all = [];

    /// <summary>What was refused so far, in order.</summary>
    public IReadOnlyList<Refusal> All => _all;

    /// <summary>Records a refusal unless the state is allowed; answers whether it is.</summary>
    public bool Require(Rule rule, bool allowed, string? field, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        if (!allowed)
        {
            _all.Add(rule.Refuse(facts) with { Field = field });
        }

        return allowed;
    }

    /// <summary>Records a refusal that was made elsewhere.</summary>
    public void Add(Refusal refusal) => _all.Add(refusal);

    /// <summary>Throws when anything was refused.</summary>
    /// <exception cref="RuleViolation">With all refusals.</exception>
    public void ThrowIfAny()
    {
        if (_all.Count > 0)
        {
            throw new RuleViolation(_all);
        }
    }
}

/// <summary>One or more business rules said no. Nothing was changed.</summary>
public sealed class RuleViolation : Exception
{
    public RuleViolation(Refusal refusal) : this([refusal])
    {
    }

    public RuleViolation(IReadOnlyList<Refusal> refusals)
        : base(string.Join(' ', refusals.Select(r => r.Rule.Message))) => Refusals = refusals;

    /// <summary>All refusals; at least one.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>The first rule that said no; its code is the error code of the answer.</summary>
    public Rule Rule => Refusals[0].Rule;
}
