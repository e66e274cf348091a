namespace Redthread.Statistics;

/// <summary>One word on its way to its stem. Regions: the first begins after the first consonant that follows a vowel, the second likewise within the first.</summary>
internal ref struct EnglishStem
{
    private const string Vowels = "aeiouy";

    private static readonly string[] Prefixes = ["gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter"];
    private static readonly string[] KeepIng = ["inn", "out", "cann", "herr", "earr", "even"];
    private static readonly string[] KeepEed = ["proc", "exc", "succ"];

    private readonly char[] letters;
    private int length;
    private readonly int first;
    private readonly int second;

    public EnglishStem(string word)
    {
        letters = new char[word.Length + 1];
        foreach (var letter in word)
        {
            letters[length++] = letter is '’' or '‘' or '‛' ? '\'' : letter;
        }

        if (letters[0] == '\'')
        {
            letters.AsSpan(1, --length).CopyTo(letters);
        }

        MarkConsonantY();
        first = FirstRegion();
        second = PastVowelAndConsonant(first);
    }

    public override readonly string ToString() => new string(letters, 0, length).Replace('Y', 'y');

    // A y at the start or after a vowel is a consonant: it is written Y on the way.
    private readonly void MarkConsonantY()
    {
        for (var i = 0; i < length; i++)
        {
            if (letters[i] == 'y' && (i == 0 || IsVowel(i - 1)))
            {
                letters[i] = 'Y';
            }
        }
    }

    private readonly int FirstRegion()
    {
        foreach (var prefix in Prefixes)
        {
            if (letters.AsSpan(0, length).StartsWith(prefix))
            {
                return prefix.Length;
            }
        }

        return PastVowelAndConsonant(0);
    }

    private readonly int PastVowelAndConsonant(int from)
    {
        var i = from;
        while (i < length && !IsVowel(i))
        {
            i++;
        }

        while (i < length && IsVowel(i))
        {
            i++;
        }

        return Math.Min(length, i + 1);
    }

    private readonly bool IsVowel(int i) => Vowels.Contains(letters[i]);

    private readonly bool HasVowelBefore(int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (IsVowel(i))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool Ends(string ending) => letters.AsSpan(0, length).EndsWith(ending);

    // A short syllable ends at the place: consonant, vowel, consonant but w, x, Y; or a vowel that begins the word, then a consonant.
    private readonly bool IsShortAt(int end) =>
        (end >= 3 && !IsVowel(end - 1) && letters[end - 1] is not ('w' or 'x' or 'Y') && IsVowel(end - 2) && !IsVowel(end - 3))
        || (end == 2 && !IsVowel(1) && IsVowel(0))
        || letters.AsSpan(0, end).EndsWith("past");

    private void Put(int from, string letterRun)
    {
        letterRun.CopyTo(letters.AsSpan(from));
        length = from + letterRun.Length;
    }

    public void DropPlural()
    {
        length -=
            Ends("'s'") ? 3
            : Ends("'s") ? 2
            : Ends("'") ? 1
            : 0;
        if (Ends("sses"))
        {
            length -= 2;
        }
        else if (Ends("ied") || Ends("ies"))
        {
            length -= length > 4 ? 2 : 1;
        }
        else if (Ends("s") && !Ends("us") && !Ends("ss") && HasVowelBefore(length - 2))
        {
            length--;
        }
    }

    public void DropPast()
    {
        if (Ends("eed") || Ends("eedly"))
        {
            var stem = length - (Ends("eed") ? 3 : 5);
            if (stem >= first && !Is(KeepEed, stem))
            {
                Put(stem, "ee");
            }

            return;
        }

        var cut =
            Ends("ingly") ? 5
            : Ends("edly") ? 4
            : Ends("ing") ? 3
            : Ends("ed") ? 2
            : 0;
        var rest = length - cut;
        if (cut == 0 || (cut == 3 && KeepsIng(rest)) || !HasVowelBefore(rest))
        {
            return;
        }

        length = rest;
        MendEnd();
    }

    private readonly bool Is(string[] words, int end)
    {
        foreach (var word in words)
        {
            if (letters.AsSpan(0, end).SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    // Dying, lying, tying and vying become die, lie, tie and vie; inning, outing and their like stay.
    private bool KeepsIng(int rest)
    {
        if (rest == 2 && letters[1] == 'y' && !IsVowel(0))
        {
            Put(1, "ie");
            return true;
        }

        return Is(KeepIng, rest);
    }

    private void MendEnd()
    {
        if (Ends("at") || Ends("bl") || Ends("iz"))
        {
            Put(length, "e");
        }
        else if (length >= 2 && letters[length - 1] == letters[length - 2] && "bdfgmnprt".Contains(letters[length - 1]))
        {
            length -= length == 3 && letters[0] is ('a' or 'e' or 'o') ? 0 : 1;
        }
        else if (length == first && IsShortAt(length))
        {
            Put(length, "e");
        }
    }

    public readonly void EndInI()
    {
        if (length > 2 && letters[length - 1] is ('y' or 'Y') && !IsVowel(length - 2))
        {
            letters[length - 1] = 'i';
        }
    }

    public void DropFourth() => Replace(EnglishSuffixes.Fourth);

    public void Replace(EnglishSuffix[] suffixes)
    {
        foreach (var suffix in suffixes)
        {
            if (!Ends(suffix.Ending))
            {
                continue;
            }

            var stem = length - suffix.Ending.Length;
            if (stem >= (suffix.Second ? second : first) && (suffix.After is null || (stem > 0 && suffix.After.Contains(letters[stem - 1]))))
            {
                Put(stem, suffix.Becomes);
            }

            return;
        }
    }

    public void DropLast()
    {
        var stem = length - 1;
        if (Ends("e") && (stem >= second || (stem >= first && !IsShortAt(stem))))
        {
            length--;
        }
        else if (Ends("ll") && stem >= second)
        {
            length--;
        }
    }
}
