namespace DemoExam.Domain.Organisations;

/// <summary>A region of the federation: the boundary of rights, numbering and working calendar.</summary>
public sealed class Region
{
    private Region()
    {
    }

    /// <param name="code">Two digits by the Constitution's list, for example "39".</param>
    /// <param name="name">Russian name.</param>
    /// <param name="nameEn">English name.</param>
    /// <param name="timeZone">IANA time zone, for example "Europe/Kaliningrad".</param>
    public Region(string code, string name, string nameEn, string timeZone)
    {
        Code = code;
        Name = name;
        NameEn = nameEn;
        TimeZone = timeZone;
    }

    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string NameEn { get; private set; } = "";
    public string TimeZone { get; private set; } = "";
}

/// <summary>Something that belongs to one region.</summary>
public interface IRegional
{
    /// <summary>Code of the region, two digits.</summary>
    string RegionCode { get; }
}
