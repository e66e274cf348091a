namespace Redthread.Web.Ui;

public enum AlertKind
{
    Error,
    Good,
    Note,
}
