package lang

import "strings"

// trNumbers are the Turkish words in and around numbers. What is counted stands
// right behind the number and in the singular.
var trNumbers = turkishNumbers()

func turkishNumbers() NumberRules {
	r := NumberRules{
		Words:         make(map[string]*NumberWord, 2000),
		Symbols:       moneySymbols,
		Decimal:       ',',
		OrdinalStop:   true,
		Singular:      true,
		Plates:        true,
		PersonEndings: []string{"ci", "cı", "cu", "cü", "çi", "çı", "çu", "çü", "daş", "deş", "taş", "man"},
		VerbEndings: []string{"dı", "di", "du", "dü", "mış", "miş", "muş", "müş", "yor",
			"arak", "erek", "dığı", "diği", "duğu", "düğü", "tığı", "tiği", "tuğu", "tüğü", "dığını", "diğini",
			"duğunu", "düğünü", "tığını", "tiğini", "tuğunu", "tüğünü", "dılar", "diler", "dular", "düler", "tılar", "tiler", "tular",
			"tüler", "mak", "mek", "ması", "mesi", "masını", "mesini", "ması", "masına", "mesine", "ceği", "cağı", "ceğini", "cağını", "malı", "meli", "lacak", "lecek", "nacak", "necek", "maktadır", "mektedir",
			"ılan", "ilen", "ulan", "ülen", "ınan", "inen"},
		FiniteEndings:     strings.Fields("dı di du dü mış miş muş müş yor lacak lecek nacak necek malı meli maktadır mektedir dılar diler dular düler tılar tiler tular tüler"),
		ParticipleEndings: strings.Fields("an en"),
		AdjectiveEndings:  strings.Fields("lı li lu lü sız siz suz süz sal sel lık lik luk lük"),
		OwnerEndings:      strings.Fields("nın nin nun nün ların lerin"),
		OwnedEndings:      strings.Fields("ı i u ü"),
		OwnedCases:        strings.Fields("yla yle ndan nden nda nde na ne nı ni nu nü nın nin nun nün"),
		PlaceCases:        strings.Fields("daki deki dan den da de"),
		Voiceless:         strings.Fields("taki teki tan ten ta te"),
		RemoteEndings:     strings.Fields("mıştı mişti muştu müştü"),
		VoicelessEnds:     strings.Fields("f s t k ç ş h p"),
		AdverbEndings:     []string{"ca", "ce", "ça", "çe", "ken"},
		Injuries:          []string{"yaral", "yaran", "kayıp", "hastane", "tedavi", "ağır"},
	}
	r.VerbEndings = append(r.VerbEndings, strings.Fields(trFurtherVerbEndings)...)
	r.FiniteEndings = append(r.FiniteEndings, strings.Fields(trPersonEndings)...)
	// The past in -tı stands behind a voiceless consonant; nouns in -ntı are none.
	for _, consonant := range strings.Fields("f s t k ç ş h p") {
		for _, e := range strings.Fields("tı ti tu tü") {
			r.VerbEndings, r.FiniteEndings = append(r.VerbEndings, consonant+e), append(r.FiniteEndings, consonant+e)
		}
	}
	addTurkishNumberWords(&r)
	addTurkishUnits(&r)
	addTurkishMoney(&r)
	addTurkishNouns(&r)
	addTurkishFunctionWords(&r)
	addTurkishContext(&r)
	r.addBounds(trBoundsBefore, trBoundsAfter)
	r.table = newWordTable(r.Words)
	return r
}

// trPersonEndings end verbs that say who acts, trFurtherVerbEndings those and
// forms that hang on another verb.
const (
	trPersonEndings = ` yorum yorsun yoruz yorsunuz yorlar acağım eceğim acağız eceğiz acaklar ecekler acak ecek
		acaksınız eceksiniz acaktır ecektir mıştı mişti muştu müştü `
	trFurtherVerbEndings = trPersonEndings + ` acaklarını eceklerini acağını eceğini acağı eceği meye maya ırken irken urken ürken arken erken
		dığında diğinde duğunda düğünde tığında tiğinde tuğunda tüğünde `
)

func addTurkishNumberWords(r *NumberRules) {
	r.addValues(NumCardinal, map[string]float64{
		"sıfır": 0, "bir": 1, "iki": 2, "üç": 3, "dört": 4, "beş": 5, "altı": 6, "yedi": 7, "sekiz": 8, "dokuz": 9, "on": 10,
		"yirmi": 20, "otuz": 30, "kırk": 40, "elli": 50, "altmış": 60, "yetmiş": 70, "seksen": 80, "doksan": 90, "dörd": 4,
	})
	r.addValues(NumScale, map[string]float64{
		"yüz": 1e2, "bin": 1e3, "milyon": 1e6, "milyar": 1e9, "trilyon": 1e12, "katrilyon": 1e15, "mn": 1e6, "mlr": 1e9, "mr": 1e9,
		"düzine": 12,
	})
	r.addValues(NumGluedScale, map[string]float64{"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "g": 1e9})
	for word, low := range map[string]float64{
		"onlarca": 10, "düzinelerce": 12, "yüzlerce": 1e2, "binlerce": 1e3, "milyonlarca": 1e6, "milyarlarca": 1e9,
		"trilyonlarca": 1e12, "yüzbinlerce": 1e5, "onbinlerce": 1e4,
	} {
		r.Words[word] = &NumberWord{Kind: NumVague, Value: low, High: 10 * low}
	}
	// The lower number of a fraction stands first and says "in": "üçte iki".
	r.addValues(0, map[string]float64{
		"ikide": 2, "üçte": 3, "dörtte": 4, "beşte": 5, "altıda": 6, "yedide": 7, "sekizde": 8, "dokuzda": 9, "onda": 10,
		"yirmide": 20, "binde": 1000,
	})
	r.addRole(RoleWhole, "ikide üçte dörtte beşte altıda yedide sekizde dokuzda onda yirmide binde")
	r.addValues(NumHalf, map[string]float64{"yarım": 2, "çeyrek": 4, "yarı": 2})
	r.addRole(RoleAndHalf, "buçuk buçuğu")
	r.add(NumSome, "birkaç")
	r.add(NumAnd, "ve ile")
	r.add(NumOr, "veya ya")
	r.add(NumTo, "ila ilâ")
	r.add(NumBetween, "arasında arasındaki arası arasındadır arasına")
	r.addRole(RoleDivided, "bölü")
	r.add(NumMinus, "eksi")
	r.add(NumPercent, "yüzde %")
	r.addRole(RoleDecimal, "nokta virgül")
	r.add(NumPoint, "puan puanlık puana puanı puandan")
	r.addRole(RolePointOf, "yüzdelik baz")
	r.word("yüzdelik").Unit = "percentage points"
	r.word("baz").Unit = "basis points"
	for _, w := range []string{"biri", "birini", "birinin", "birine"} {
		r.word(w).Value = 1
		r.addRole(RolePartOf, w)
	}
	// Words that only look like a number with an ending.
	r.add(NumStop, `ona onu onun onunla onlar onları onların onlara ondan birden bire biri birine birini birinin birinde
		birer birlik birliği birlikte birlikler birliğin yüzünden yüzüne yüzünü yüzünde yüzü yüzden binen binin bine bindi
		altında altına altından altındaki altını altın yediği yedik kırka kırkı elle üçlü ikili beşik onay onca ikiz dörtlü
		birinci ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu yüzüncü binici ünlü önde`)
}

// trBoundsBefore are the phrases that bound the number after them.
var trBoundsBefore = []string{
	"en az", "en azından", "asgari", "minimum", "en fazla", "en çok", "azami", "maksimum", "yaklaşık", "yaklaşık olarak", "aşağı yukarı",
	"neredeyse", "hemen hemen", "takriben", "tahminen", "ortalama", "toplam yaklaşık", "yaklaşık toplam", "kabaca", "civarında",
	"nerdeyse", "~", "≈", "<", ">", "≤", "≥",
}

// trBoundsAfter are the phrases that bound the number before them: "100'den
// fazla", "50'yi aşkın", "20 kadar".
var trBoundsAfter = []string{
	"fazla", "fazlası", "daha fazla", "ve daha fazla", "ve daha fazlası", "veya daha fazla", "veya daha fazlası", "ya da daha fazla",
	"aşkın", "aşan", "aşkındır", "az", "daha az", "azı", "veya daha az", "ya da daha az", "kadar", "civarında", "civarı", "dolayında",
	"dolaylarında", "çok", "daha çok", "çoğu", "üzerinde", "üzeri", "üstünde", "üstü", "altında", "altı", "yakın", "küsur", "büyük",
	"küçük", "yüksek", "düşük", "ve üzeri", "ve üstü", "ve altı", "+", "yukarı", "yukarıda", "aşağı", "büyüktür", "küçüktür", "fazladır",
	"azdır", "çoktur", "üzerindedir", "üstündedir", "altındadır", "kadardır",
}
