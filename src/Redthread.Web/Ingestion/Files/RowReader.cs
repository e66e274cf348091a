namespace Redthread.Web.Ingestion.Files;

/// <summary>What all readers of rows share: counting, and ending with a fault instead of an exception.</summary>
internal abstract class RowReader : IRowReader
{
    public abstract IReadOnlyList<string> Columns { get; }

    public virtual char Delimiter => ',';

    public virtual bool TypedNumbers => true;

    public long RowNumber { get; protected set; }

    public abstract long BytesRead { get; }

    public long BlankRows { get; protected set; }

    public RowDamage? Damage { get; protected set; }

    public abstract string RowText { get; }

    public Fault? Fault { get; protected set; }

    public string this[int column] => Cell(column).ToString();

    public bool Read()
    {
        if (Fault is not null)
        {
            return false;
        }

        try
        {
            Damage = null;
            return Next();
        }
        catch (FileRefusedException refused)
        {
            Fault = refused.Fault;
            return false;
        }
    }

    public abstract ReadOnlySpan<char> Cell(int column);

    public abstract void Dispose();

    protected abstract bool Next();
}
