using Microsoft.EntityFrameworkCore;
using Redthread.Domain.Language;

namespace Redthread.Data;

/// <summary>The tables of the shared language.</summary>
internal static class LanguageModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Term>().HasIndex(term => term.Key).IsUnique();
        model.Entity<Term>().Property(term => term.Version).IsConcurrencyToken();
        model.Entity<Term>().Ignore(term => term.WordsToAvoid);
        model.Entity<TermVersion>().HasKey(version => new { version.TermId, version.Version });
        model.Entity<TermStance>().HasKey(stance => new { stance.TermId, stance.TeamId });
        model.Entity<Glossary>().Property(glossary => glossary.Version).IsConcurrencyToken();
        model.Entity<IgnoredPhrase>().HasKey(phrase => phrase.Stems);
    }
}
