package page_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"wirebrief/adapters/page"
)

// texts are short news texts of our own, one for each charset that detection
// must tell from the others.
var texts = []struct {
	lang, charset string
	enc           encoding.Encoding
	text          string
}{
	{"French", "windows-1252", charmap.Windows1252, "Le port a été fermé mardi après la tempête, a déclaré la préfecture. Les élèves sont restés à la maison où l’électricité était coupée."},
	{"German", "windows-1252", charmap.Windows1252, "Die Hafenbehörde schloß am Dienstag die Brücke für größere Schiffe. Über zwölf Fähren fielen aus, das Öl wird knapp."},
	{"Spanish", "windows-1252", charmap.Windows1252, "El próximo año la estación tendrá más andenes, según explicó la dirección. ¿Cuándo? El señor alcalde no lo dijo."},
	{"Swedish", "windows-1252", charmap.Windows1252, "Hamnen höll stängt på tisdagen. Färjan gick inte från kajen då vinden ökade över natten."},
	{"Russian", "windows-1251", charmap.Windows1251, "Во вторник порт закрыли из-за шторма. «Суда ждут на рейде», — сообщила администрация. Паромы не ходят."},
	{"Ukrainian", "windows-1251", charmap.Windows1251, "У вівторок порт зачинили через шторм. Судна чекають на рейді, повідомила адміністрація. Їх тридцять сім."},
	{"Turkish", "windows-1254", charmap.Windows1254, "Liman işçileri salı günü grevi bıraktı. Gece vardiyası ücretleri için görüşmeler İzmir'de sürüyor, dedi sendika başkanı."},
	{"Polish", "windows-1250", charmap.Windows1250, "Port zamknięto we wtorek z powodu burzy. Łodzie czekały na redzie, ogłosił zarząd. Promów nie będzie aż do środy."},
	{"Czech", "windows-1250", charmap.Windows1250, "Přístav byl v úterý uzavřen kvůli bouři. Lodě čekají na moři, řekla správa. Žádný trajekt dnes nevyjede."},
	{"Hungarian", "windows-1250", charmap.Windows1250, "A kikötőt kedden bezárták a vihar miatt. A hajók a nyílt vízen várnak, közölte az igazgatóság. Később több komp is indul."},
	{"Greek", "windows-1253", charmap.Windows1253, "Το λιμάνι έκλεισε την Τρίτη λόγω της καταιγίδας. Τα πλοία περιμένουν, ανακοίνωσε η διοίκηση."},
	{"Hebrew", "windows-1255", charmap.Windows1255, "הנמל נסגר ביום שלישי בגלל הסערה. האוניות ממתינות בים, הודיעה ההנהלה."},
	{"Arabic", "windows-1256", charmap.Windows1256, "أغلق الميناء يوم الثلاثاء بسبب العاصفة. وتنتظر السفن في البحر، كما أعلنت الإدارة."},
	{"Latvian", "windows-1257", charmap.Windows1257, "Ostu otrdien slēdza vētras dēļ. Kuģi gaida jūrā, paziņoja pārvalde. Prāmji šodien nekursēs."},
	{"Lithuanian", "windows-1257", charmap.Windows1257, "Uostas antradienį uždarytas dėl audros. Laivai laukia jūroje, pranešė vadovybė. Keltai šiandien neplauks."},
}

func TestDecodeDetects(t *testing.T) {
	for _, c := range texts {
		t.Run(c.lang+" as "+c.charset, func(t *testing.T) {
			b, err := c.enc.NewEncoder().String(c.text)
			if err != nil {
				t.Fatal(err)
			}
			got, name := page.Decode([]byte(b), "")
			if name != c.charset || got != c.text {
				t.Errorf("read as %s: %q", name, got)
			}
		})
	}
}

func TestDecode(t *testing.T) {
	text := "Ellery Limanı’nda “gece ücreti” tartışması\n"
	le := utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)
	be := utf.UTF16(utf.BigEndian, utf.IgnoreBOM)
	encode := func(e encoding.Encoding) string {
		s, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, c := range map[string]struct{ in, declared, text, charset string }{
		"UTF-8":                             {text, "", text, "utf-8"},
		"UTF-8 with a mark":                 {"\xEF\xBB\xBF" + text, "", text, "utf-8"},
		"UTF-8 declared as something else":  {text, "iso-8859-1", text, "utf-8"},
		"UTF-16LE with a mark":              {"\xFF\xFE" + encode(le), "", text, "utf-16le"},
		"UTF-16BE with a mark":              {"\xFE\xFF" + encode(be), "", text, "utf-16be"},
		"UTF-16LE without a mark":           {encode(le), "", text, "utf-16le"},
		"UTF-16BE without a mark":           {encode(be), "", text, "utf-16be"},
		"declared windows-1254":             {encode(charmap.Windows1254), "windows-1254", text, "windows-1254"},
		"declared iso-8859-9":               {"\xfe", "iso-8859-9", "ş", "windows-1254"},
		"damaged UTF-8 is repaired":         {"Gece ücreti \xff tartışması, ş", "", "Gece ücreti \uFFFD tartışması, ş", "utf-8"},
		"damaged text declared UTF-8":       {"ücreti ş ğ ı \xff", "utf-8", "ücreti ş ğ ı \uFFFD", "utf-8"},
		"an unknown declaration is ignored": {"caf\xe9", "x-none", "café", "windows-1252"},
		"nothing":                           {"", "", "", "utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			got, charset := page.Decode([]byte(c.in), c.declared)
			if got != c.text || charset != c.charset {
				t.Errorf("got %q as %s, want %q as %s", got, charset, c.text, c.charset)
			}
		})
	}
}

func TestParseCharsetOfPage(t *testing.T) {
	for name, c := range map[string]struct{ declaration, contentType string }{
		"meta charset":    {`<meta charset="windows-1254">`, ""},
		"meta http-equiv": {`<meta http-equiv="Content-Type" content="text/html; charset=windows-1254">`, ""},
		"header":          {"", "text/html; charset=iso-8859-9"},
		"detection":       {"", "text/html"},
	} {
		t.Run(name, func(t *testing.T) {
			html := "<html><head>" + c.declaration + "<title>Liman işçileri salı günü grevi bıraktı</title></head><body><p>" +
				strings.Repeat(texts[6].text+" ", 3) + "</p></body></html>"
			b, err := charmap.Windows1254.NewEncoder().String(html)
			if err != nil {
				t.Fatal(err)
			}
			a, err := page.Parse([]byte(b), page.Options{ContentType: c.contentType})
			if err != nil {
				t.Fatal(err)
			}
			if a.Title != "Liman işçileri salı günü grevi bıraktı" || !strings.Contains(a.Text, "İzmir'de") {
				t.Errorf("got %q, %q", a.Title, a.Text)
			}
			if got := page.Charset([]byte(b), c.contentType); got != "windows-1254" {
				t.Errorf("charset %s", got)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00"), "utf-16")
	f.Add([]byte("caf\xe9"), "windows-1251")
	f.Fuzz(func(t *testing.T, b []byte, declared string) {
		text, name := page.Decode(b, declared)
		if strings.ToValidUTF8(text, "") != text || name == "" {
			t.Errorf("invalid text %q as %q", text, name)
		}
	})
}
