namespace Redthread.Domain.Customers;

/// <summary>What a source knows of one customer's time as a customer. Only the pseudonym is kept, the same as on signals.</summary>
public sealed class CustomerFact
{
    public const string DefaultSource = "customer-facts";

    public string Source { get; set; } = DefaultSource;
    public byte[] Customer { get; set; } = [];
    public DateOnly StartedOn { get; set; }

    /// <summary>The day the customer left; null while they have not.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>The last day on which the source looked: until then a customer without an end was still there.</summary>
    public DateOnly KnownUntil { get; set; }
    public Guid? SegmentId { get; set; }

    /// <summary>Earned in a month; null when unknown.</summary>
    public double? Margin { get; set; }

    public DateTime ChangedAt { get; set; }
}

/// <summary>What a customer brought in one month.</summary>
public sealed class CustomerPeriod
{
    public string Source { get; set; } = CustomerFact.DefaultSource;
    public byte[] Customer { get; set; } = [];

    /// <summary>Its first day.</summary>
    public DateOnly Month { get; set; }
    public double? Revenue { get; set; }
    public double? Margin { get; set; }
}

public sealed class CustomerPurchase
{
    public string Source { get; set; } = CustomerFact.DefaultSource;

    /// <summary>The source's own id; without one it is made of what the purchase is.</summary>
    public string ExternalId { get; set; } = "";
    public byte[] Customer { get; set; } = [];
    public DateOnly On { get; set; }
    public double Amount { get; set; }
}

/// <summary>Counts up with every change of the facts, so that what is computed from them knows when it is out of date.</summary>
public sealed class CustomerFactState
{
    public const int Only = 1;

    public int Id { get; set; } = Only;
    public long Version { get; set; }
}
