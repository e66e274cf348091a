using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs;

/// <summary>Which columns of a table mean what; −1 where there is none.</summary>
internal sealed record EventColumns(int Case, int Activity, int Time, int End, int Lifecycle, int Resource, int Channel, int Customer, int Segment)
{
    // What a case can be, the surest first; some words mean something else unless they are said to number it.
    private static readonly string[] CaseKinds =
        "case,trace,processinstance,journey,ticket,call,session,order,visit,request,incident,conversation,claim,booking,reservation,appointment,complaint,workorder,encounter".Split(
            ','
        );
    private static readonly string[] NumberedKinds = "service,application,enquiry,inquiry,interaction,admission,contract,parcel,shipment,job".Split(',');
    private static readonly string[] CaseEndings = ["id", "number", "no", "nr", "key", "ref", "reference"];
    private static readonly string[] CaseWords =
    [
        "caseconceptname",
        .. CaseKinds.SelectMany(kind => CaseEndings.Select(ending => kind + ending).Append(kind)),
        .. NumberedKinds.SelectMany(kind => CaseEndings.Select(ending => kind + ending)),
    ];
    private static readonly string[] ActivityWords = "activity,activityname,conceptname,eventname,eventtype,event,operation,action,task,step,activityid".Split(',');
    private static readonly string[] TimeWords =
        "timestamp,timetimestamp,starttimestamp,starttime,startdate,start,startedat,started,startedon,startat,begin,begintime,begunat,beganat,begun,eventtime,datetime,time,date,occurredat,createdat,at,completetimestamp".Split(
            ','
        );
    private static readonly string[] EndWords =
        "endtimestamp,endtime,enddate,end,endedat,completetimestamp,completetime,finishtime,finished,finishedat,completedat,completed,ended,endedon,endat,stoptime,stopped,stoppedat".Split(
            ','
        );
    private static readonly string[] LifecycleWords = "lifecycletransition,lifecycle,transition".Split(',');
    private static readonly string[] ResourceWords = "orgresource,resource,agent,employee,handler,performer".Split(',');
    private static readonly string[] ChannelWords = "channel,channelname,contactchannel,medium".Split(',');
    private static readonly string[] CustomerWords = "customerid,customer,customerkey,customernumber,customerno,clientid,client,memberid,patientid,subscriberid".Split(',');

    private static readonly string[] SegmentWords = "segment,customersegment,customertype,segmentname".Split(',');

    /// <summary>Whether a column, or a type of object, is called as customers are.</summary>
    public static bool IsCustomer(string name) => CustomerWords.Contains(Bare(name));

    /// <summary>By what was asked for, else by name. A fault says what cannot be told.</summary>
    public static (EventColumns? Columns, Fault? Fault) Find(FileInspection inspection, EventLogRequest request)
    {
        var (columns, fault) = Look(inspection, request);
        return fault is null ? (columns, null) : (null, fault);
    }

    /// <summary>Those that can be told although others cannot.</summary>
    public static IReadOnlyDictionary<string, string> Guess(FileInspection inspection, EventLogRequest request) =>
        Look(inspection, request).Columns.Named([.. inspection.Columns.Select(column => column.Name)]);

    private static (EventColumns Columns, Fault? Fault) Look(FileInspection inspection, EventLogRequest request)
    {
        var names = inspection.Columns.Select(column => column.Name).ToList();
        var search = new Search(names);
        var time = search.Of(request.Time, TimeWords, "--time", "when it happened", needed: false);
        if (time < 0 && search.Fault is null)
        {
            var dates = Enumerable.Range(0, names.Count).Where(at => inspection.Columns[at].Kind == ColumnKind.Date).ToList();
            time = dates.Count == 1 ? dates[0] : search.Missing("--time", "when it happened");
        }

        var columns = new EventColumns(
            search.Of(request.Case, CaseWords, "--case", "the case", needed: true),
            search.Of(request.Activity, ActivityWords, "--activity", "the activity", needed: true),
            time,
            search.Of(request.End, request.Exact ? [] : EndWords, "--end", "the end", needed: false, besides: time),
            search.Of(request.Lifecycle, request.AllColumns ? LifecycleWords : [], "--lifecycle", "the life cycle", needed: false),
            search.Of(request.Resource, request.AllColumns ? ResourceWords : [], "--resource", "the resource", needed: false),
            search.Of(request.Channel, request.AllColumns ? ChannelWords : [], "--channel", "the channel", needed: false),
            search.Of(request.Customer, request.AllColumns ? CustomerWords : [], "--customer", "the customer", needed: false),
            search.Of(request.Segment, request.AllColumns ? SegmentWords : [], "--segment", "the segment", needed: false)
        );
        return (columns, search.Fault);
    }

    public IReadOnlyDictionary<string, string> Named(IReadOnlyList<string> names) =>
        new (string Use, int At)[]
        {
            ("case", Case),
            ("activity", Activity),
            ("time", Time),
            ("end", End),
            ("lifecycle", Lifecycle),
            ("resource", Resource),
            ("channel", Channel),
            ("customer", Customer),
            ("segment", Segment),
        }
            .Where(one => one.At >= 0)
            .ToDictionary(one => one.Use, one => names[one.At]);

    /// <summary>Whether nothing but case, activity and time is read.</summary>
    public bool Plain => End < 0 && Lifecycle < 0 && Resource < 0 && Channel < 0 && Customer < 0 && Segment < 0;

    private static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private sealed class Search(List<string> names)
    {
        public Fault? Fault { get; private set; }

        public int Of(string? asked, string[] words, string option, string what, bool needed, int besides = -1)
        {
            if (asked is not null)
            {
                var at = names.FindIndex(name => name == asked);
                at = at >= 0 ? at : names.FindIndex(name => ColumnNames.Same(name, asked));
                if (at < 0)
                {
                    Fault ??= new(FaultCodes.ColumnMissing, $"The file has no column “{asked}”; it has {string.Join(", ", names)}.{Nearest.Hint(asked, names)}");
                }

                return at;
            }

            foreach (var word in words)
            {
                var at = names.FindIndex(name => Bare(name) == word);
                if (at >= 0 && at != besides)
                {
                    return at;
                }
            }

            return needed ? Missing(option, what) : -1;
        }

        public int Missing(string option, string what)
        {
            if (names.Count == 0)
            {
                Fault ??= new(FaultCodes.FileFormat, "The file holds no events: no column, and no list of events, is in it.");
                return -1;
            }

            Fault ??= new(FaultCodes.ColumnMissing, $"Which column says {what} cannot be told from the names. Say it with {option}; the file has {string.Join(", ", names)}.");
            return -1;
        }
    }
}
