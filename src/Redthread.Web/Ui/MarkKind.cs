namespace Redthread.Web.Ui;

public enum MarkKind
{
    Friction,
    Need,
    Pressure,
    Opportunity,
}
