using DemoExam.Credentials;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Passports;

/// <summary>Who answers for the passports. Section <c>Issuer</c> of the settings; every word of it is printed and signed.</summary>
public sealed class IssuerOptions
{
    public const string Section = "Issuer";

    /// <summary>Issuing organisation in Russian.</summary>
    public string Name { get; set; } = "";

    /// <summary>Issuing organisation in English.</summary>
    public string NameEn { get; set; } = "";

    /// <summary>Address of the issuer's site, for people who type; empty for the public address of this service.</summary>
    public string? Site { get; set; }

    /// <summary>Who signs for the issuer.</summary>
    public string Signatory { get; set; } = "";

    /// <summary>Position of the signatory in Russian.</summary>
    public string Position { get; set; } = "";

    /// <summary>Position of the signatory in English.</summary>
    public string PositionEn { get; set; } = "";

    internal Bilingual BothNames => new(Name, NameEn);
    internal Bilingual BothPositions => new(Position, PositionEn);
}

/// <summary>A passport without an issuer must not be printed, so the service doesn't start without one.</summary>
internal sealed class IssuerOptionsCheck : IValidateOptions<IssuerOptions>
{
    private const int LongestText = 300;

    public ValidateOptionsResult Validate(string? name, IssuerOptions options)
    {
        List<string> faults = [];
        Check(nameof(options.Name), options.Name);
        Check(nameof(options.NameEn), options.NameEn);
        Check(nameof(options.Signatory), options.Signatory);
        Check(nameof(options.Position), options.Position);
        Check(nameof(options.PositionEn), options.PositionEn);
        if (!string.IsNullOrWhiteSpace(options.Site) && !(Uri.TryCreate(options.Site, UriKind.Absolute, out var site) && site.Scheme is "http" or "https"))
        {
            faults.Add($"Set {IssuerOptions.Section}:{nameof(options.Site)} to an address such as https://example.org, or leave it out.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(string key, string value)
        {
            if (string.IsNullOrWhiteSpace(value) || value.Length > LongestText)
            {
                faults.Add($"Set {IssuerOptions.Section}:{key}, at most {LongestText} characters: it is printed on every passport.");
            }
        }
    }
}
