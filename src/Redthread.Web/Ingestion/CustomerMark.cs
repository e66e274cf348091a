namespace Redthread.Web.Ingestion;

/// <summary>What stands for a customer in kept and exported files: the pseudonym by which signals know them, in a form that is told from a key.</summary>
internal static class CustomerMark
{
    private const string Sign = "c~";

    /// <summary>A mark is its own mark.</summary>
    public static string Of(CustomerPseudonym pseudonym, string key) => TryRead(key) is null ? Sign + Convert.ToHexStringLower(pseudonym.Of(key)) : key;

    public static string Of(byte[] customer) => Sign + Convert.ToHexStringLower(customer);

    /// <summary>The pseudonym of a key or a mark.</summary>
    public static byte[] Read(CustomerPseudonym pseudonym, string text) => TryRead(text.Trim()) ?? pseudonym.Of(text);

    /// <summary>The pseudonym; null for what is no mark.</summary>
    public static byte[]? TryRead(string text) =>
        text.Length == Sign.Length + (2 * CustomerPseudonym.Length) && text.StartsWith(Sign, StringComparison.Ordinal) && text.AsSpan(Sign.Length).IndexOfAnyExcept(Hex) < 0
            ? Convert.FromHexString(text.AsSpan(Sign.Length))
            : null;

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdef");
}
