namespace Redthread.Web.Ui;

/// <summary>What hangs on a stage. Zero is not shown.</summary>
public readonly record struct MarkCounts(int Frictions, int Needs, int Pressures, int Opportunities)
{
    public bool Any => Frictions + Needs + Pressures + Opportunities > 0;
}
