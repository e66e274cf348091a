using Redthread.Web.Ingestion.Text;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion.Text;

public class LanguageGuessTests
{
    [Theory]
    [InlineData("The staff were very friendly but we had to wait a long time", "en")]
    [InlineData("Das Personal war sehr freundlich, aber wir mussten lange warten", "de")]
    [InlineData("Le personnel était très aimable mais nous avons attendu longtemps", "fr")]
    [InlineData("El personal fue muy amable pero tuvimos que esperar mucho", "es")]
    [InlineData("Il personale è stato molto gentile ma abbiamo aspettato a lungo", "it")]
    [InlineData("O atendimento foi muito bom, mas não tinha lugar para todos", "pt")]
    [InlineData("Het personeel was heel vriendelijk maar we moesten lang wachten", "nl")]
    [InlineData("Personalen var mycket trevlig men vi fick vänta länge på att", "sv")]
    [InlineData("Obsługa była bardzo miła, ale nie było to tanie i na czas", "pl")]
    [InlineData("Personál byl velmi milý, ale čekali jsme na to dlouho", "cs")]
    [InlineData("Personel çok iyi ama bu kadar beklemek için bir neden yok", "tr")]
    [InlineData("Nhân viên rất thân thiện nhưng tôi phải chờ lâu", "vi")]
    [InlineData("Персонал был очень вежливый, но мы ждали долго", "ru")]
    [InlineData("Η εξυπηρέτηση ήταν πολύ καλή", "el")]
    [InlineData("とても良いサービスでした", "ja")]
    [InlineData("服务非常好但是等了很久", "zh")]
    [InlineData("سيئة جدا الخدمة كانت", "ar")]
    [InlineData("सेवा बहुत अच्छी थी", "hi")]
    public void A_sentence_tells_its_language(string text, string language) => LanguageGuess.Of(text).ShouldBe(language);

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("12345 !!!")]
    [InlineData("MacBook Pro iPhone")]
    public void Too_little_text_is_no_language(string text) => LanguageGuess.Of(text).ShouldBeNull();
}
