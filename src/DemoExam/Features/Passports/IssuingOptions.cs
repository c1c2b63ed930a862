namespace DemoExam.Features.Passports;

/// <summary>How the issuing job works. Section <c>Passports</c> of the settings.</summary>
/// <param name="Lease">How long a run may hold orders before another one takes them over: much longer than a batch takes and than clocks differ.</param>
/// <param name="BatchSize">Orders of one claim and one commit: few enough for the lease, many enough for the disk.</param>
public sealed record IssuingOptions(TimeSpan Lease, int BatchSize)
{
    /// <exception cref="InvalidOperationException">A setting is out of range.</exception>
    public static IssuingOptions Of(IConfiguration configuration)
    {
        var options = new IssuingOptions(configuration.GetValue("Passports:Lease", TimeSpan.FromSeconds(60)), configuration.GetValue("Passports:BatchSize", 50));
        return options.Lease > TimeSpan.Zero && options.BatchSize is > 0 and <= 1000
            ? options
            : throw new InvalidOperationException("Set Passports:Lease to more than 00:00:00 and Passports:BatchSize to 1 to 1000, or leave them out.");
    }
}
