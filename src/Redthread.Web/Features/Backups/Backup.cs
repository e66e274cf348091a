using System.IO.Compression;
using Dapper;
using Redthread.Data;
using Redthread.Web.Commands;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Backups;

/// <summary>The data folder in one file: a consistent copy of the store, the keys, and uploads not yet imported.</summary>
public static class Backup
{
    private const string StoreName = "redthread.db";

    public static async Task<int> WriteAsync(IServiceProvider services, string path, bool json, CancellationToken cancel)
    {
        var (store, folder) = (services.GetRequiredService<Store>(), services.GetRequiredService<DataFolder>());
        if (store.File is null)
            return CommonOptions.Fail("On PostgreSQL the database is backed up by pg_dump; copy the data folder's keys beside it. See docs/operate/backup.md.");
        if (File.Exists(path))
            return CommonOptions.Fail($"{path} exists already; a backup never overwrites another.");
        var copy = Path.Combine(folder.Path, $"backup-{Guid.CreateVersion7():N}.tmp");
        var unfinished = path + ".unfinished";
        try
        {
            await using (var connection = await store.OpenAsync(cancel))
                await connection.ExecuteAsync("VACUUM INTO @copy", new { copy });
            await using (var file = new FileStream(unfinished, FileMode.Create))
            {
                using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                    Fill(archive, folder, copy);
                file.Flush(flushToDisk: true);
            }

            // A file of that name is always whole.
            File.Move(unfinished, path);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(unfinished);
        }

        if (json)
            Output.Json(new { File = Path.GetFullPath(path), Bytes = new FileInfo(path).Length });
        else
            Console.WriteLine($"Backed up to {path}. It holds secrets: keep it as safe as the data folder.");
        return 0;
    }

    private static void Fill(ZipArchive archive, DataFolder folder, string copy)
    {
        archive.CreateEntryFromFile(copy, StoreName, CompressionLevel.Fastest);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder.Path, file);
            if (!name.StartsWith("redthread.db", StringComparison.Ordinal) && !name.StartsWith("backup-", StringComparison.Ordinal))
                archive.CreateEntryFromFile(file, name.Replace('\\', '/'), CompressionLevel.Fastest);
        }
    }

    public static int Restore(string path, string dataFolder, bool json)
    {
        if (!File.Exists(path))
            return CommonOptions.Fail($"There is no file {path}.");
        if (Directory.Exists(dataFolder) && Directory.EnumerateFileSystemEntries(dataFolder).Any())
            return CommonOptions.Fail($"{dataFolder} is not empty. A restore never overwrites; name an empty folder with --data.");
        try
        {
            using var archive = ZipFile.OpenRead(path);
            if (archive.GetEntry(StoreName) is null)
                return CommonOptions.Fail($"{path} is no backup of Redthread: it holds no store.");
            Directory.CreateDirectory(dataFolder);
            archive.ExtractToDirectory(dataFolder);
        }
        catch (InvalidDataException)
        {
            return CommonOptions.Fail($"{path} is damaged or no backup of Redthread. Nothing was restored.");
        }

        if (json)
            Output.Json(new { Data = Path.GetFullPath(dataFolder) });
        else
            Console.WriteLine($"Restored into {Path.GetFullPath(dataFolder)}.");
        return 0;
    }
}
