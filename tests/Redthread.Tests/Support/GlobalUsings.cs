global using Redthread.Data;
global using Redthread.Domain;
global using Shouldly;
global using Xunit;
