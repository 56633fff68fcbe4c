package lang_test

import (
	"strings"
	"testing"

	"wirebrief/briefing/lang"
)

func TestRecognise(t *testing.T) {
	for _, c := range []struct{ name, declared, text, want string }{
		{"English headline", "", "Port workers vote to end strike after nine days", "en"},
		{"English without small words", "", "Dockers' union leaders welcome shipping settlement", "en"},
		{"English sentence", "", "The ferry was late and nobody said why.", "en"},
		{"Turkish headline", "", "Liman işçileri anlaşmaya hazır", "tr"},
		{"Turkish sentence", "", "Belediye başkanı yeni köprünün gelecek yıl açılacağını söyledi.", "tr"},
		{"Azerbaijani", "", "Liman işçiləri tətili dayandırmağa razılaşıblar", "az"},
		{"Russian", "", "Портовые рабочие объявили о завершении забастовки", "ru"},
		{"Ukrainian", "", "Працівники порту оголосили про завершення страйку", "uk"},
		{"Bulgarian", "", "Пристанищните работници обявиха, че стачката е към своя край", "bg"},
		{"Armenian", "", "Նավահանգստի աշխատողները դադարեցրին գործադուլը", "hy"},
		{"Georgian", "", "პორტის მუშებმა გაფიცვა შეწყვიტეს", "ka"},
		{"German", "", "Hafenarbeiter beenden den Streik nach neun Tagen", "de"},
		{"French", "", "Les dockers mettent fin à la grève après neuf jours", "fr"},
		{"Spanish", "", "Los estibadores ponen fin a la huelga tras nueve días", "es"},
		{"Italian", "", "I portuali mettono fine allo sciopero dopo nove giorni", "it"},
		{"Portuguese", "", "Os estivadores encerram a greve após nove dias", "pt"},
		{"Dutch", "", "Havenarbeiders maken een einde aan de staking na negen dagen", "nl"},
		{"Polish", "", "Pracownicy portu zakończyli strajk po dziewięciu dniach", "pl"},
		{"Swedish", "", "Hamnarbetarna avslutar strejken efter nio dagar", "sv"},
		{"Arabic", "", "عمال الميناء ينهون الإضراب بعد تسعة أيام", "ar"},
		{"Persian", "", "کارگران بندر پس از نه روز به اعتصاب پایان دادند", "fa"},
		{"Urdu", "", "بندرگاہ کے مزدوروں نے نو دن کے بعد ہڑتال ختم کر دی ہے", "ur"},
		{"Hebrew", "", "עובדי הנמל סיימו את השביתה אחרי תשעה ימים", "he"},
		{"Greek", "", "Οι λιμενεργάτες έληξαν την απεργία μετά από εννέα ημέρες", "el"},
		{"Chinese", "", "港口工人结束九天罢工", "zh"},
		{"Japanese", "", "港湾労働者は九日間のストライキを終えた", "ja"},
		{"Korean", "", "항만 노동자들이 아흐레 만에 파업을 끝냈다", "ko"},
		{"Hindi", "", "बंदरगाह के मज़दूरों ने हड़ताल समाप्त की", "hi"},
		{"much English before Chinese", "", strings.Repeat("the port ", 70) + strings.Repeat("港口", 300), "en"},
		{"some English before Chinese", "", strings.Repeat("the port ", 40) + strings.Repeat("港口", 300), "zh"},
		{"nothing to go by", "", "1234 – 5678", ""},
		{"a name alone", "", "Xqzv Brrk", ""},
		{"a label and a word", "", "L4\n\nBody 4", ""},
		{"one word of many languages", "", "Storm", ""},
		{"one small word", "", "La", ""},
		{"a place of two words", "", "Port Ellery", ""},
		{"two words that say much", "", "What happened?", "en"},
		{"three words", "", "The storm ended.", "en"},
		{"one word, declared", "fr", "La", "fr"},
		{"one word in its own script", "", "პორტი", "ka"},
		{"empty", "", "", ""},
		{"empty but declared", "en-US", "", "en"},
		{"declared with region", "en-GB", "Port workers vote to end strike", "en"},
		{"declared in capitals", "TR", "Liman grevi bitti", "tr"},
		{"declared three letters", "eng", "Port workers vote to end strike", "en"},
		{"declared language without a profile", "eo", "La havenaj laboristoj finis la strikon", "eo"},
		{"declared English in Cyrillic", "en", "Портовые рабочие объявили о завершении забастовки", "ru"},
		{"declared English in Georgian", "en", "პორტის მუშებმა გაფიცვა შეწყვიტეს", "ka"},
		{"declared Russian in English", "ru", "Port workers vote to end the strike after nine days", "en"},
		{"declared English, short Turkish", "en", "Liman grevi bitti", "en"},
		{"declared English, long Turkish", "en", strings.Repeat("Bu grev için bir karar daha olduğunu ve yeni bir gün için "+
			"hazır olduklarını dedi. ", 5), "tr"},
		{"declared English with Spanish names", "en", "The mayor of Villa de la Costa y del Mar said the plan of " +
			"the harbour was not to be changed.", "en"},
		{"declared Serbian in Latin", "sr", "Lučki radnici su završili štrajk", "sr"},
		{"declared Serbian in Cyrillic", "sr", "Лучки радници су завршили штрајк", "sr"},
		{"declared nonsense", "x-default!", "The ferry was late and nobody said why.", "en"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := lang.Recognise(c.declared, c.text); got != c.want {
				t.Errorf("Recognise(%q, %q) = %q, want %q", c.declared, c.text, got, c.want)
			}
		})
	}
}

func TestBase(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "en", "en-GB": "en", "EN_us": "en", "tur": "tr", "geo": "ka", "iw": "he", "zh-Hant-TW": "zh",
		"": "", "e": "", "english": "", "und": "", "1a": "", " pt-BR ": "pt",
	} {
		if got := lang.Base(tag); got != want {
			t.Errorf("Base(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestNameOf(t *testing.T) {
	for tag, want := range map[string]string{
		"ka": "Georgian", "ka-GE": "Georgian", "tr": "Turkish", "qq": "qq", "": "an unknown language",
	} {
		if got := lang.NameOf(tag); got != want {
			t.Errorf("NameOf(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestForKnowsOnlyLanguagesWithRules(t *testing.T) {
	for tag, name := range map[string]string{"en-GB": "English", "tr": "Turkish", "tur": "Turkish"} {
		if r := lang.For(tag); r == nil || r.Name != name {
			t.Errorf("For(%s) = %v, want the rules of %s", tag, r, name)
		}
	}
	for _, tag := range []string{"", "az", "ka", "xx"} {
		if lang.For(tag) != nil {
			t.Errorf("For(%q) has rules", tag)
		}
	}
}
