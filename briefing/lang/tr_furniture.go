package lang

import (
	"strings"
	"time"
)

var trFurniture = FurnitureRules{
	Exact: dottedLines(`reklam|reklamlar|sponsorlu içerik|sponsorlu|ilgili haberler|ilgili haber|ilgili konular|ilgili içerikler
		|haberin devamı|haberin devamı için|devamını oku|devamı|devamı için tıklayın|daha fazla|daha fazla göster
		|daha fazlası|son dakika|son dakika haberleri|son haberler|çok okunanlar|en çok okunanlar|öne çıkanlar
		|günün öne çıkanları|editörün seçtikleri|sizin için seçtiklerimiz|önerilen haberler|bunlar da ilginizi çekebilir
		|ilginizi çekebilir|ilginizi çekebilecek haberler|paylaş|haberi paylaş|bu haberi paylaş|yazdır|yorumlar|yorum yap
		|yorum yaz|tüm yorumlar|abone ol|abone olun|üye ol|üye girişi|giriş yap|kayıt ol|bülten|bültene abone ol|e-bülten
		|video|videolar|galeri|foto galeri|fotoğraflar|fotoğraf galerisi|facebook|twitter|whatsapp|linkedin|telegram|instagram
		|bağlantıyı kopyala|linki kopyala|kaydet|dinle|haberi dinle|sonraki haber|önceki haber|etiketler|anahtar kelimeler
		|anasayfa|ana sayfa|menü|yukarı çık|tümü|tümünü gör|hepsini gör|manşetler|gündem|canlı|canlı yayın|haber bitti
		|basın bülteni|basın açıklaması|bizi takip edin|takip et|takip edin|ayrıca okuyun|bunu da okuyun
		|haberin devamı aşağıda|haber aşağıda devam ediyor|google news'te takip et`),
	Banners: dottedLines(`basın bülteni|basın açıklaması|son dakika`),
	Openings: openings(withDots(`haberin devamı için|devamı için tıklayın|devamını okumak için|ilgili haber:|ilgili haberler:|ayrıca oku:
		|ayrıca okuyun:|bunu da okuyun:|bakınız:|daha fazla bilgi için|daha fazla haber için|tıklayın|tıkla|buraya tıklayın
		|haberi okumak için|abone ol|abone olmak için|abone olun|bültenimize|e-bültenimize|bizi takip|bizi sosyal medyada
		|bizi twitter|bizi facebook|bizi instagram|sosyal medya hesaplarımız|uygulamamızı indir|uygulamayı indir
		|mobil uygulamamızı|whatsapp kanalımıza|telegram kanalımıza|google news|kaynak:|kaynakça:|fotoğraf:|fotoğraflar:
		|foto:|görsel:|kamera:|video:|videoyu izle|izle:|dinle:|galeri:|etiketler:|etiket:|anahtar kelimeler:|kategori:
		|telif hakkı|tüm hakları saklıdır|her hakkı saklıdır|copyright|©|yorum yapmak için|yorumunuzu|haberi paylaş
		|bu haberi paylaş|reklam|bu haber ilk kez|bu içerik|yasal uyarı:|bize ulaşın|bize yazın|ihbar hattı`)),
	Credits: strings.Split(`(AA)|(DHA)|(İHA)|(ANKA)|/AA|/DHA|/İHA|/Anadolu|Anadolu Ajansı/|(Fotoğraf|Fotoğraf:|Foto:|Görsel:|(Arşiv)`+
		`|Arşiv fotoğraf|Getty Images|REUTERS/|/Reuters|/AFP|/AP|/EPA|Shutterstock|Depo Photos`, "|"),
	BylineOpenings: []string{"haber: ", "haberi: ", "yazan: ", "yazar: ", "muhabir: ", "hazirlayan: ", "röportaj: ", "editör: "},
	Reporters:      "muhabir: ",
	SourceLabel:    "Kaynak: ",
	Stopped:        dotted(`vb vs vd bkz örn`),
	SignOffs: []string{"muhabir: ", "muhabirler: ", "haber: ", "editör: ", "kamera: ", "haber-kamera: ", "haber - kamera: ",
		"derleyen: ", "hazirlayan: ", "haberi hazirlayan: "},
	Roles: dottedLines(`muhabir|muhabiri|özel muhabir|editör|editörü|haber editörü|yazar|yazarı|köşe yazarı|gazeteci|haber merkezi
		|dış haberler|spor servisi|ekonomi servisi|dış haberler servisi|genel yayın yönetmeni|haber müdürü|kameraman`),
	RoleWords:   dotted(`muhabir muhabiri editör editörü yazar yazarı temsilcisi gazeteci merkezi servisi yönetmeni`),
	NameJoiners: dotted(`ve & ile de van von bin el al`),
	ReadingTime: []string{" okuma", " okuma süresi"},
	Outlets: dottedLines(`aa|dha|iha|anka|anadolu ajansı|anadolu|demirören haber ajansı|ihlas haber ajansı|anka haber ajansı|reuters
		|afp|ap|associated press|bbc|bbc türkçe|dw|dw türkçe|euronews|voa|amerika'nın sesi|bianet|trt|trt haber|ntv|cnn türk|sputnik|tass
		|interfax|bloomberg|xinhua|dpa`),
	OutletWords:    dotted(`haber haberleri gazetesi ajansı ajans televizyonu tv medya postası basını dergisi radyosu bülteni news post`),
	OutletOpenings: dotted(`radyo günlük`),
	// Without the dotless ı, as keys are compared.
	Months: map[string]time.Month{
		"ocak": time.January, "oca": time.January, "şubat": time.February, "şub": time.February, "mart": time.March, "mar": time.March,
		"nisan": time.April, "nis": time.April, "mayis": time.May, "may": time.May, "haziran": time.June, "haz": time.June,
		"temmuz": time.July, "tem": time.July, "ağustos": time.August, "ağu": time.August, "eylül": time.September, "eyl": time.September,
		"ekim": time.October, "eki": time.October, "kasim": time.November, "kas": time.November, "aralik": time.December, "ara": time.December,
	},
	DateWords: dotted(`yayınlanma yayınlandı yayımlanma yayımlandı yayın giriş oluşturma oluşturulma eklenme eklendi tarihi tarih saat saati son
		pazartesi salı çarşamba perşembe cuma cumartesi pazar tsi tarihinde - – — | · •`),
	UpdateWords: dotted(`güncelleme güncellenme güncellendi güncelleniyor`),
}

// withDots writes ı as i, as the cleaner does in the words it looks up: texts in
// capitals mix İ and I.
func withDots(s string) string { return strings.ReplaceAll(s, "ı", "i") }

// dotted is set for words written so, dottedLines is lines.
func dotted(words string) map[string]bool     { return set(withDots(words)) }
func dottedLines(list string) map[string]bool { return lines(withDots(list)) }
