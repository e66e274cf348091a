using System.Text.RegularExpressions;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Redthread.Tests.Support;

namespace Redthread.Tests.Architecture;

/// <summary>The numbered migrations make what EF's model says, table by table, on both stores.</summary>
public sealed partial class SchemaTests(PostgresServer postgres)
{
    private const string Sqlite = """
        SELECT m.name || ': ' || c.name || ' ' || upper(c.type) || CASE WHEN c."notnull" THEN ' NOT NULL' ELSE '' END || CASE WHEN c.pk THEN ' KEY ' || c.pk ELSE '' END || coalesce(' DEFAULT ' || c.dflt_value, '')
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
        UNION ALL
        SELECT m.name || ': ' || CASE WHEN i."unique" THEN 'unique ' ELSE '' END || 'index ' || i.name || ' (' || (SELECT group_concat(x.name) FROM pragma_index_info(i.name) x) || ')'
        FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin <> 'pk'
        UNION ALL
        SELECT m.name || ': ' || f."from" || ' refers to ' || f."table" || ', on delete ' || f.on_delete
        FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
        """;

    private const string Postgres = """
        SELECT c.relname || ': ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT tablename || ': ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND contype <> 'n'
        """;

    public static TheoryData<Provider> Providers => [Provider.Sqlite, Provider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Migrations_and_model_agree(Provider provider)
    {
        await using var migrated = await TestStore.NewAsync(postgres, provider);
        var byHand = await RowsAsync(migrated.Store);
        var byModel = await RowsAsync(await CreatedAsync(migrated, provider));
        byModel.Count.ShouldBeGreaterThan(100);
        byHand.Except(byModel).ShouldBeEmpty("The migrations make this and the model does not know it.");
        byModel.Except(byHand).ShouldBeEmpty("The model has this and no migration makes it.");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_difference_is_found(Provider provider)
    {
        await using var migrated = await TestStore.NewAsync(postgres, provider);
        var before = await RowsAsync(migrated.Store);
        await using (var connection = await migrated.Store.OpenAsync(CancellationToken.None))
            await connection.ExecuteAsync("ALTER TABLE teams ADD COLUMN motto TEXT; DROP INDEX ix_teams_key;");
        var after = await RowsAsync(migrated.Store);
        after.Except(before).ShouldHaveSingleItem().ShouldContain("motto", Case.Insensitive);
        before.Except(after).ShouldHaveSingleItem().ShouldContain("ix_teams_key");
    }

    private async Task<Store> CreatedAsync(TestStore beside, Provider provider)
    {
        var folder = Directory.CreateDirectory(Path.Combine(beside.Folder, "by-model")).FullName;
        var store = Store.Of(folder, provider == Provider.Postgres ? await postgres.NewDatabaseAsync() : null);
        var options = new DbContextOptionsBuilder<RedthreadContext>();
        store.Configure(options);
        await using var context = new RedthreadContext(options.Options);
        await context.Database.EnsureCreatedAsync();
        return store;
    }

    // The signal store keeps its tables by hand-written SQL, and the model does not know them.
    private static async Task<List<string>> RowsAsync(Store store)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Snapshot.Root(), "src", "Redthread.Data", "Migrations", store.Provider.ToString()), "*signals*.sql");
        var apart = files.SelectMany(file => TableName().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Append("schema_versions").ToHashSet();
        apart.Count.ShouldBeGreaterThan(5);
        await using var connection = await store.OpenAsync(CancellationToken.None);
        var rows = await connection.QueryAsync<string>(store.Provider == Provider.Sqlite ? Sqlite : Postgres);
        return [.. rows.Where(row => !apart.Contains(row[..row.IndexOf(':')]) && !row.StartsWith("sqlite_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex TableName();
}
