using System.Xml.Linq;
using DemoExam.Data;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DemoExam.Security;

/// <summary>A key that protects cookies, tokens and forms. In the database, so that what one node has given out holds at every other.</summary>
public sealed class SessionKey
{
    public required Guid Id { get; init; }

    /// <summary>The key as the framework writes it.</summary>
    public required string Xml { get; init; }
}

internal static class FirstSessionKey
{
    /// <summary>Makes the first key when there is none.</summary>
    public static void MakeFirst(this IKeyManager keys, TimeProvider time)
    {
        if (keys.GetAllKeys().Count == 0)
        {
            keys.CreateNewKey(time.GetUtcNow(), time.GetUtcNow().AddDays(90));
        }
    }
}

/// <summary>Keeps the session keys in the database; the framework asks once a day and whenever it makes a new one.</summary>
internal sealed class SessionKeys(IServiceScopeFactory scopes) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<DemoExamDb>().SessionKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        db.SessionKeys.Add(new SessionKey { Id = Guid.CreateVersion7(), Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
