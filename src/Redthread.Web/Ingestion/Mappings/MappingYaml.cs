namespace Redthread.Web.Ingestion.Mappings;

public sealed partial record Mapping
{
    public static Outcome<Mapping> Parse(string yaml) => throw new NotImplementedException();

    public string ToYaml() => throw new NotImplementedException();
}
