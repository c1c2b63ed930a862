using System.CommandLine;
using DemoExam.Credentials.Signing;
using DemoExam.Features.Passports;
using DemoExam.Jobs;
using DemoExam.Pipeline;
using DemoExam.Security;

namespace DemoExam;

/// <summary><c>keys rotate</c> and <c>keys revoke</c>: a new signing key, and the end of one that is in wrong hands.</summary>
internal static class KeysCommand
{
    public static Command Make(Func<string, string[]> rest)
    {
        var keys = new Command("keys", "Replace the signing key, or withdraw one that is in wrong hands.");
        keys.Add(Rotate());
        keys.Add(Revoke(rest));
        return keys;
    }

    private static Command Rotate()
    {
        var data = new Option<string?>("--DataFolder") { Description = "Data folder of this installation. Default: as for the service." };
        var root = new Option<string?>("--root-key") { Description = $"Key of the root. Default: {NewSigningKey.RootKeyFile} in the folder of the keys." };
        var rotate = new Command("rotate", """
            Make a new signing key under the root of this installation.

            The service signs with it from its next start. Passports of the former key stay valid: its certificate is kept in
            keys/retired and in the database, and stays published at /.well-known/did.json. Give the folder of the keys to
            every node, then restart them one after the other.

            With a key of another authority (Signing:KeyFile) get the new key there, set Signing:KeyFile to it, put the former
            certificate into keys/retired, and restart.
            """) { data, root };
        rotate.SetAction(parsed =>
        {
            try
            {
                var folder = SigningKeys.OwnFolder(VerifyCommand.Settings(parsed.GetValue(data)));
                var (former, current) = NewSigningKey.Renew(folder, parsed.GetValue(root) ?? Path.Combine(folder, NewSigningKey.RootKeyFile), TimeProvider.System.GetUtcNow());
                Console.WriteLine($"New signing certificate {current} in {Path.Combine(folder, NewSigningKey.KeyFile)}. The former one, {former}, is kept in {Path.Combine(folder, NewSigningKey.RetiredFolder)}. Restart the service.");
                return 0;
            }
            catch (Exception fault) when (fault is SigningKeyFault or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(fault.Message);
                return 1;
            }
        });
        return rotate;
    }

    private static Command Revoke(Func<string, string[]> rest)
    {
        var serial = new Argument<string>("SERIAL") { Description = "Serial number of the certificate, as printed on passports and shown at /admin." };
        var why = new Option<string>("--why") { Description = "What happened; kept by the issuer.", Required = true };
        var revoke = new Command("revoke", """
            Withdraw a signing key that is in wrong hands. There is no way back.

            Its certificate no longer counts: tokens are refused, the key leaves the key set, and a file signed by it is
            accepted only when it is byte for byte one that this register has issued. Rotate first, restart, then revoke;
            re-issue the passports that must be checkable without asking the register.
            """) { serial, why };
        revoke.TreatUnmatchedTokensAsErrors = false;
        revoke.SetAction(async (parsed, ct) =>
        {
            await using var app = Host.Build(rest("keys"));
            try
            {
                await app.Services.GetRequiredService<RunAsSystem>().Send(new RevokeSigningKey(parsed.GetValue(serial)!, parsed.GetValue(why)!), ct);
                Console.WriteLine($"The key {parsed.GetValue(serial)} is withdrawn.");
                return 0;
            }
            catch (Exception fault) when (fault is NotFound or Domain.RuleViolation)
            {
                Console.Error.WriteLine(fault.Message);
                return 1;
            }
        });
        return revoke;
    }
}
