using Redthread.Domain;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Redthread.Web.Shell;

/// <summary>YAML one way for all our files: camelCase, empty things left out, unknown fields refused by name and line.</summary>
public static class Yaml
{
    private const int LongestFile = 2_000_000;

    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithEnumNamingConvention(CamelCaseNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitEmptyCollections | DefaultValuesHandling.OmitDefaults)
        .DisableAliases()
        .WithIndentedSequences()
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .Build();

    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithEnumNamingConvention(CamelCaseNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build();

    public static string Write(object value) => Serializer.Serialize(value).ReplaceLineEndings("\n");

    public static Result<T> Read<T>(string yaml, string what)
        where T : class
    {
        if (yaml.Length > LongestFile)
            return Error.Invalid("file-too-long", $"A {what} has at most {LongestFile:N0} characters.");
        try
        {
            return Deserializer.Deserialize<T?>(yaml) is { } value ? value : Error.Invalid("file-empty", $"The {what} is empty.");
        }
        catch (YamlException failure)
        {
            return Error.Invalid("file-syntax", $"Line {failure.Start.Line} of the {what}: {YamlWords.Of(failure)} Nothing was changed.");
        }
    }
}
