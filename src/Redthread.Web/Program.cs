using Redthread.Web.Commands;

return await CommandLine.RunAsync(args);
