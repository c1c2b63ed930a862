using Microsoft.Extensions.Options;

namespace DemoExam.Features.Mail;

/// <summary>What sending mail needs besides the requests.</summary>
internal static class MailSetup
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsCheck>();
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MailSettings>();
        services.AddSingleton<MailPost>();
        services.AddSingleton<MailSending>();
        services.AddScoped<Outbox>();
        services.AddScoped<ExamNotices>();
        services.AddScoped<AccountNotices>();
        return services;
    }

    /// <summary>Reads every text now, so that a wrong one stops the start and says what to do.</summary>
    public static void PrepareMail(this IServiceProvider services) => services.GetRequiredService<MailTemplates>();
}
