global using Microsoft.Playwright;
global using Redthread.BrowserTests.Support;
global using Redthread.Domain.People;
global using Shouldly;
global using Xunit;

// Two browsers at once on a small machine make every waiting longer than it is.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Chromium))]
