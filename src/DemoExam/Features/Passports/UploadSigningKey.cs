using DemoExam.Credentials.Signing;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Signs from now on with a key of another authority. It is kept where the key made at the first start lay, the former certificate among the
/// former ones: what it signed stays genuine. Sent again, it changes nothing.
/// </summary>
/// <param name="File">PKCS#12, or PEM with the certificate, those above it and perhaps the key; told by the content.</param>
/// <param name="Key">The private key in PEM; null when it is in <paramref name="File"/>.</param>
/// <param name="Password">Opens the key; null for none.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record UploadSigningKey(byte[] File, byte[]? Key = null, string? Password = null) : ICommand<UploadedKey>
{
    /// <summary>Largest file, bytes: a key with its chain has some kilobytes.</summary>
    public const int Largest = 256 * 1024;
}

/// <summary>The key that signs from now on.</summary>
/// <param name="Serial">Serial number of its certificate.</param>
/// <param name="Subject">Whom the certificate names.</param>
/// <param name="ValidTo">Its last day.</param>
public sealed record UploadedKey(string Serial, string Subject, DateOnly ValidTo);

/// <summary>The rule book of keys that are uploaded.</summary>
public static class SigningKeyRules
{
    public static readonly Rule SettingsNameNone = new("signing-key.settings", "The settings of the service name the signing key.");
    public static readonly Rule FileIsSmall = new("signing-key.large", "The file is too large to be a key.");
    public static readonly Rule FileIsReadable = new("signing-key.file", "The file is neither PKCS#12 nor PEM, or it is damaged.");
    public static readonly Rule KeyFileIsReadable = new("signing-key.key-file", "The file is no private key in PEM.");
    public static readonly Rule PasswordFits = new("signing-key.password", "The password does not open the key.");
    public static readonly Rule KeyIsThere = new("signing-key.no-key", "There must be one private key.");
    public static readonly Rule CertificateIsThere = new("signing-key.no-certificate", "There is no certificate.");
    public static readonly Rule CertificateFits = new("signing-key.pair", "The certificate belongs to another key.");
    public static readonly Rule KindIsKnown = new("signing-key.kind", "The key must be ECDSA on P-256, or RSA of at least 2048 bits.");
    public static readonly Rule CertificateIsNoAuthority = new("signing-key.authority", "The certificate is that of an authority.");
    public static readonly Rule UsageAllowsSignatures = new("signing-key.usage", "The certificate does not allow signatures.");
    public static readonly Rule TermIsGood = new("signing-key.term", "The certificate is not valid now, or ends too soon.");
    public static readonly Rule RootIsThere = new("signing-key.root", "The certificates lead to no root.");
    public static readonly Rule KeyIsNotWithdrawn = new("signing-key.withdrawn", "This key was withdrawn.");
}

internal sealed class UploadSigningKeyValidator : AbstractValidator<UploadSigningKey>
{
    private const int LongestPassword = 1000;

    public UploadSigningKeyValidator()
    {
        RuleFor(r => r.File).NotEmpty();
        RuleFor(r => r.Password).MaximumLength(LongestPassword);
    }
}

internal sealed class UploadSigningKeyHandler(
    DemoExamDb db, CurrentUser user, SigningKeys keys, DocumentSigning signing, IConfiguration configuration, AfterCommit afterCommit, TimeProvider time, ILogger<UploadSigningKeyHandler> log)
    : IRequestHandler<UploadSigningKey, UploadedKey>
{
    public async Task<UploadedKey> Handle(UploadSigningKey request, CancellationToken ct)
    {
        InstallationRules.AdministratorIsForAll.Require(user.SeesAllRegions);
        SigningKeyRules.SettingsNameNone.Require(SigningOptions.Of(configuration).HasOwnAuthority);
        RequireSize(request);
        var now = time.GetUtcNow();
        using var brought = Read(request, now);
        var certificate = brought.Certificate;
        var fingerprint = IssuerCertificate.FingerprintOf(certificate);
        var answer = new UploadedKey(certificate.SerialNumber, certificate.Subject, DateOnly.FromDateTime(certificate.NotAfter.ToUniversalTime()));
        var all = await db.IssuerCertificates.ToListAsync(ct);
        RequireNotWithdrawn(brought, all);
        if (fingerprint == IssuerCertificate.FingerprintOf(keys.Current.Certificate))
        {
            return answer;
        }

        var (folder, former) = (SigningKeys.OwnFolder(configuration), keys.Current.Certificate.SerialNumber);
        NewSigningKey.Stage(folder, brought);
        // A signer at another house goes on to sign documents.
        foreach (var row in all.Where(c => c.Sha256 != fingerprint && (c.SignsTokens || c.Sha256 != IssuerCertificate.FingerprintOf(signing.Certificate))))
        {
            row.Retire(now);
        }

        if (all.Find(c => c.Sha256 == fingerprint) is { } known)
        {
            known.Resume();
        }
        else
        {
            db.IssuerCertificates.Add(new IssuerCertificate(certificate, signsTokens: true, now));
        }

        afterCommit.Do(() =>
        {
            NewSigningKey.Switch(folder);
            keys.Reopen(configuration);
            log.LogWarning("The signing key {Serial} of {Subject} was uploaded by {User} and signs from now on; the former one, {Former}, is kept for checks. Give {Folder} to every other node and restart it", answer.Serial, answer.Subject, user.Id, former, folder);
        });
        return answer;
    }

    private static void RequireSize(UploadSigningKey request)
    {
        var refusals = new Refusals();
        refusals.Require(SigningKeyRules.FileIsSmall, request.File.Length <= UploadSigningKey.Largest, nameof(request.File), ("largest", UploadSigningKey.Largest / 1024));
        refusals.Require(SigningKeyRules.FileIsSmall, (request.Key?.Length ?? 0) <= UploadSigningKey.Largest, nameof(request.Key), ("largest", UploadSigningKey.Largest / 1024));
        refusals.ThrowIfAny();
    }

    private BroughtKey Read(UploadSigningKey request, DateTimeOffset now)
    {
        try
        {
            return BroughtKey.Read(request.File, request.Key is { Length: > 0 } ? request.Key : null, request.Password, keys.Trust.Roots, now);
        }
        catch (BroughtKeyException refused)
        {
            var key = request.Key is { Length: > 0 } ? nameof(request.Key) : nameof(request.File);
            var (rule, field) = refused.Fault switch
            {
                BroughtKeyFault.File => (SigningKeyRules.FileIsReadable, nameof(request.File)),
                BroughtKeyFault.KeyFile => (SigningKeyRules.KeyFileIsReadable, nameof(request.Key)),
                BroughtKeyFault.Password => (SigningKeyRules.PasswordFits, nameof(request.Password)),
                BroughtKeyFault.NoKey => (SigningKeyRules.KeyIsThere, nameof(request.Key)),
                BroughtKeyFault.NoCertificate => (SigningKeyRules.CertificateIsThere, nameof(request.File)),
                BroughtKeyFault.Pair => (SigningKeyRules.CertificateFits, key),
                BroughtKeyFault.Kind => (SigningKeyRules.KindIsKnown, key),
                BroughtKeyFault.Authority => (SigningKeyRules.CertificateIsNoAuthority, nameof(request.File)),
                BroughtKeyFault.Usage => (SigningKeyRules.UsageAllowsSignatures, nameof(request.File)),
                BroughtKeyFault.Term => (SigningKeyRules.TermIsGood, nameof(request.File)),
                _ => (SigningKeyRules.RootIsThere, nameof(request.File)),
            };
            var refusal = refused.Certificate is { } certificate
                ? rule.Refuse(("from", Day(certificate.NotBefore)), ("to", Day(certificate.NotAfter)), ("days", BroughtKey.LeastDays))
                : rule.Refuse();
            throw new RuleViolation(refusal with { Field = field });
        }

        static DateOnly Day(DateTime moment) => DateOnly.FromDateTime(moment.ToUniversalTime());
    }

    // A new certificate does not make a stolen key good again.
    private static void RequireNotWithdrawn(BroughtKey brought, IEnumerable<IssuerCertificate> all)
    {
        var refusals = new Refusals();
        var key = brought.Certificate.PublicKey.ExportSubjectPublicKeyInfo();
        foreach (var row in all.Where(c => c.RevokedAt is not null))
        {
            using var former = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(row.Certificate);
            refusals.Require(SigningKeyRules.KeyIsNotWithdrawn, !former.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key), nameof(UploadSigningKey.File), ("serial", row.Serial));
        }

        refusals.ThrowIfAny();
    }
}
