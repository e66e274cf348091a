using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Redthread.Web.Ingestion.Text;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion.Text;

public class TextRepairTests
{
    /// <summary>Own text with every kind of damage of the real article beside correct signs.</summary>
    private const string OwnArticle =
        "They call it “the customer’s day”. The planΓÇöor what is left of itΓÇöis the teamΓÇÖs. It╬ô├ç├ûs late, and today╬ô├ç├ûs queue "
        + "shows it: people wait╬ô├ç├╢often longer╬ô├ç├╢than promised. We’ve seen “worse”, haven’t we? That isn’t all.";

    public static TheoryData<string> Clean =>
        [
            "Η εξυπηρέτηση ήταν «πολύ καλή», αλλά περίμενα πολλή ώρα — ΓΕΙΑ σας, Φίλε!",
            "Nhân viên rất thân thiện, nhưng tôi phải chờ quá lâu để được phục vụ. “Được” – ĐÂY À?",
            "Größe, Äpfel, Öl und Übermaß: „Straße“ – »schön«, „Ä“ und „SPAẞ“… „Spaß“",
            "L’été déjà passé, « voilà » dit-elle : « à bientôt » – où ? “café”… CAFÉ» NOËL” Œuvre, garçon",
            "Příliš žluťoučký kůň úpěl ďábelské ódy – „ŘÍČANY“",
            "Çok teşekkürler! “ÇÖP” “ÇÖ” kutusu doluydu; İstanbul’da ığdır, GÖRÜŞ… ÜÖÇŞ",
            "とても良いサービスでした。「ありがとう」…また来ます！",
            "كانت الخدمة ممتازة، لكن الانتظار طويل – «شكرًا» لكم.",
            "Обслуживание было «отличным», но ждать пришлось долго — №5 “да”.",
            "सेवा बहुत अच्छी थी, लेकिन इंतज़ार लंबा था — धन्यवाद।",
            "Foi ótimo! “AMANHÃ” não, é “NÃO”… À noite, ação – «MANHÃ» e GRÃ… “maçã”…",
            "“CÂU” hỏi về TÂ… và “â”… «Ấ»",
            "FÖRRÄ, VARFÖR SÅ… ”NEJÅ” Åland – räksmörgås",
            "Zażółć gęślą jaźń – „ŁÓDŹ”…",
            "┌──┬──┐ │ a │ ├──┼──┤ ╔══╦══╗ ║ b ║ ╚══╩══╝ ░▒▓█ ├── écran │└── fichier ═╬═",
            "20 °C, ±5 %, ½ l, 3 × 4 = 12, 5 € ≈ £4, ©®™, ²³, µm, ∑ ∞ ≠, α β γ Γ Ω, ÷",
            "Emoji 😀👍🏽 ✓ → ← ★ and “quotes” ‘single’ – en — em …",
            "ÄÖÜ äöü ß ÇÖ Âge, Ânes, CÂ…, Â°",
            "שלום, השירות היה טוב מאוד – תודה!",
            "บริการดีมาก แต่รอนาน “จริง”",
            "서비스가 아주 좋았어요 — 감사합니다!",
        ];

    public static TheoryData<string> Garbling => ["ibm437", "windows-1252", "iso-8859-1"];

    [Theory]
    [MemberData(nameof(Clean))]
    public void Clean_text_is_left_alone(string text)
    {
        var composed = text.Normalize(NormalizationForm.FormC);
        TextRepair.Repair(composed).ShouldBe(composed);
    }

    [Fact]
    public void Any_clean_sentences_side_by_side_are_left_alone()
    {
        var words = Clean.SelectMany(row => row.Data.Normalize().Split(' ')).Where(word => word != "Â°").ToArray();
        var texts = Gen.Elements(words).ArrayOf().Select(chosen => string.Join(' ', chosen));
        Prop.ForAll(texts.ToArbitrary(), text => TextRepair.Repair(text) == text).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Ascii_is_the_same_instance()
    {
        var text = "Plain words, 12 of them; nothing (at all) to do\nhere.";
        ReferenceEquals(TextRepair.Repair(text), text).ShouldBeTrue();
    }

    [Fact]
    public void A_garbled_article_is_whole_again()
    {
        var repaired = TextRepair.Repair(OwnArticle);

        repaired.ShouldBe(
            "They call it “the customer’s day”. The plan—or what is left of it—is the team’s. It’s late, and today’s queue "
                + "shows it: people wait—often longer—than promised. We’ve seen “worse”, haven’t we? That isn’t all."
        );
    }

    /// <summary>Letters whose last byte reads as a no-break space or a raised figure, at the end of words and of texts.</summary>
    [Theory]
    [InlineData("Et voilà")]
    [InlineData("Il a dû aller à la gare")]
    [InlineData("à bientôt")]
    [InlineData("Où est-ce ?")]
    [InlineData("La mia Città, è bella e non so perché sarà così: là")]
    [InlineData("5 € ou 6 €")]
    public void French_and_Italian_endings_are_whole_again(string text)
    {
        foreach (var encoding in new[] { "windows-1252", "iso-8859-1" })
        {
            TextRepair.Repair(Garble(text, encoding)).ShouldBe(text);
            TextRepair.Repair(Garble(Garble(text, encoding), encoding)).ShouldBe(text);
        }
    }

    [Fact]
    public void A_published_article_is_whole_again()
    {
        var text = File.ReadAllText(SharedData.Require("garbled/article.txt"));
        var repaired = TextRepair.Repair(text);

        (Count(text, "ΓÇö"), Count(text, "╬ô├ç├╢"), Count(text, "ΓÇÖ"), Count(text, "╬ô├ç├û")).ShouldBe((3, 2, 1, 3));
        (Count(text, "’"), Count(text, "“"), Count(text, "”")).ShouldBe((5, 2, 2));
        Count(repaired, "—").ShouldBe(3 + 2);
        Count(repaired, "’").ShouldBe(5 + 1 + 3);
        (Count(repaired, "“"), Count(repaired, "”")).ShouldBe((2, 2));
        repaired.ShouldContain("experience—from processes");
        repaired.ShouldContain("customer’s life");
        repaired.ShouldContain("It’s time");
        repaired.ShouldContain("engagement—rather");
        repaired.Where(letter => letter > 127).ShouldAllBe(letter => "—’“”".Contains(letter));
    }

    [Theory]
    [MemberData(nameof(Garbling))]
    public void Garbled_once_more_it_is_repaired_again(string encoding)
    {
        TextRepair.Repair(Garble(OwnArticle, encoding)).ShouldBe(TextRepair.Repair(OwnArticle));
        if (SharedData.Find("garbled/article.txt") is { } path)
        {
            var text = File.ReadAllText(path);
            TextRepair.Repair(Garble(text, encoding)).ShouldBe(TextRepair.Repair(text));
        }
    }

    [Theory]
    [InlineData("ibm437", 1)]
    [InlineData("ibm437", 2)]
    [InlineData("ibm437", 3)]
    [InlineData("windows-1252", 1)]
    [InlineData("windows-1252", 2)]
    [InlineData("windows-1252", 3)]
    [InlineData("iso-8859-1", 1)]
    [InlineData("iso-8859-1", 3)]
    public void Words_of_any_language_come_back_from_any_depth(string encoding, int depth)
    {
        string[] texts =
        [
            "Der Kundenservice war schön, aber die Größe stimmte nicht.",
            "Le café était très bon, même à la gare.",
            "Příliš žluťoučký kůň úpěl ďábelské ódy.",
            "Η εξυπηρέτηση ήταν πολύ καλή",
            "Обслуживание было отличным",
            "It’s “fine” — really… 5 € more",
            "とても良いサービスでした",
            "सेवा बहुत अच्छी थी",
            "كانت الخدمة ممتازة",
            "Great 👍 job",
            "我的订单一直没有到，也没有人接电话。",
            "共权原还比五",
            "주문한 상품이 도착하지 않았습니다",
            "ההזמנה שלי לא הגיעה",
            "ไม่มีใครรับโทรศัพท์",
        ];
        foreach (var text in texts)
        {
            var garbled = text;
            for (var time = 0; time < depth; time++)
            {
                garbled = Garble(garbled, encoding);
            }

            TextRepair.Repair(garbled).ShouldBe(text.Normalize());
        }
    }

    [Theory]
    [InlineData("It was 20Â°C inside", "It was 20°C inside")]
    [InlineData("Â© 2020 (Â® too), 5Â½ stars", "© 2020 (® too), 5½ stars")]
    [InlineData("The café was Ã© and ÃƒÂ©", "The café was é and é")]
    [InlineData("IRMÃ© and PRÂ® are marks, “Ã” a letter", "IRMÃ© and PRÂ® are marks, “Ã” a letter")]
    public void A_lone_sign_is_repaired_where_no_word_could_end(string text, string expected) => TextRepair.Repair(text).ShouldBe(expected);

    [Theory]
    [InlineData("Tom &amp; Jerry &#8217;s &quot;x&quot;", "Tom & Jerry ’s \"x\"")]
    [InlineData("a &amp;amp;lt; b", "a < b")]
    [InlineData("R&D, AT&T; x&y", "R&D, AT&T; x&y")]
    [InlineData("a\u0000b\u0007c\r\nd\re\u0085", "abc\nd\ne")]
    [InlineData("cafe\u0301 a\u0323\u0302", "café ậ")]
    [InlineData("It&acirc;&euro;&trade;s", "It’s")]
    public void Entities_controls_and_loose_accents_are_put_right(string text, string expected) => TextRepair.Repair(text).ShouldBe(expected);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Garble(string text, string encoding)
    {
        System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(encoding).GetString(Encoding.UTF8.GetBytes(text));
    }
}
