package lang

import "strings"

// moneySymbols are currency signs and what they stand for. A bare dollar is
// taken for the American one and a bare pound for the British.
var moneySymbols = map[string]string{
	"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₹": "INR", "₪": "ILS",
	"₩": "KRW", "฿": "THB", "₦": "NGN", "₫": "VND", "₱": "PHP", "₲": "PYG", "₵": "GHS", "₸": "KZT", "₼": "AZN", "₾": "GEL",
	"֏": "AMD", "₡": "CRC", "₮": "MNT", "₭": "LAK", "৳": "BDT", "﷼": "IRR", "៛": "KHR", "؋": "AFN", "₨": "INR", "₣": "FRF",
	"us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "can$": "CAD", "cdn$": "CAD", "hk$": "HKD", "nz$": "NZD",
	"s$": "SGD", "sg$": "SGD", "r$": "BRL", "nt$": "TWD", "mx$": "MXN", "mex$": "MXN", "j$": "JMD", "z$": "ZWL", "tt$": "TTD",
	"e£": "EGP", "ar$": "ARS", "b$": "BND", "bz$": "BZD", "fj$": "FJD", "n$": "NAD", "ec$": "XCD", "g$": "GYD", "l£": "LBP",
	"y=": "JPY",
}

// addMoney adds nouns for money, ISO 4217 codes and other letters used so.
func addMoney(r *NumberRules) {
	r.addUnits(NumCurrency, map[string]string{
		"USD": "dollar dollars buck bucks", "GBP": "pound pounds sterling quid", "EUR": "euro euros", "JPY": "yen",
		"CNY": "yuan renminbi kuai", "RUB": "rouble roubles ruble rubles", "TRY": "lira liras", "AZN": "manat manats", "AMD": "dram drams",
		"GEL": "lari laris", "INR": "rupee rupees", "ILS": "shekel shekels", "CHF": "franc francs", "UAH": "hryvnia hryvnias hryvnya",
		"KZT": "tenge", "THB": "baht", "KRW": "won", "PLN": "zloty zlotys zlotych", "SEK": "krona kronor", "NOK": "krone kroner",
		"CZK": "koruna korunas", "HUF": "forint forints", "MXN": "peso pesos", "BRL": "reais", "ZAR": "rand rands",
		"SAR": "riyal riyals", "IRR": "rial rials", "tomans": "toman tomans", "AED": "dirham dirhams", "IQD": "dinar dinars", "NGN": "naira",
		"IDR": "rupiah", "MYR": "ringgit ringgits", "VND": "dong", "BDT": "taka", "KES": "shilling shillings", "GHS": "cedi cedis",
		"AFN": "afghani afghanis", "ALL": "lek", "RON": "leu lei", "BGN": "leva", "MKD": "denar denars", "KGS": "som soms",
		"TJS": "somoni", "MNT": "tugrik tugriks", "MMK": "kyat kyats", "LAK": "kip", "KHR": "riel riels", "PGK": "kina", "MVR": "rufiyaa",
		"BTN": "ngultrum", "ETB": "birr", "ERN": "nakfa", "MGA": "ariary", "ZMW": "kwacha", "MZN": "metical meticals meticais",
		"BWP": "pula", "LSL": "maloti", "SZL": "emalangeni", "GMD": "dalasi dalasis", "SLE": "leones", "MRU": "ouguiya", "AOA": "kwanza kwanzas",
		"HNL": "lempira lempiras", "GTQ": "quetzales", "NIO": "cordobas", "PYG": "guarani guaranis", "VES": "bolivar bolivars bolivares",
		"BOB": "bolivianos", "PEN": "soles", "HTG": "gourde gourdes", "CRC": "colones", "PAB": "balboas", "TOP": "paanga",
		"FIM": "markka markkaa", "NLG": "guilder guilders", "ESP": "peseta pesetas", "PTE": "escudo escudos", "GRD": "drachma drachmas",
		"DEM": "deutschmark deutschmarks", "ITL": "lire", "HRK": "kuna",
	})
	// Crowns are money only with a country: "Danish crowns".
	r.add(NumCurrency, "crown crowns mark marks")
	addMinorMoney(r)
	r.addSmall(map[string]string{"pence": "p", "cents": "c ¢", "lb": "pound pounds"})
	r.add(NumMeasure, "pound pounds")
	r.addUnits(NumMoneyCode, map[string]string{
		"USD": "usd", "EUR": "eur", "GBP": "gbp", "JPY": "jpy", "CNY": "cny rmb", "RUB": "rub rur", "TRY": "try tl", "AZN": "azn",
		"AMD": "amd", "GEL": "gel", "INR": "inr rs", "ILS": "ils nis", "CHF": "chf sfr", "UAH": "uah", "KZT": "kzt", "THB": "thb",
		"KRW": "krw", "PLN": "pln", "SEK": "sek", "NOK": "nok", "DKK": "dkk", "CZK": "czk", "HUF": "huf", "MXN": "mxn", "BRL": "brl",
		"ZAR": "zar", "SAR": "sar", "IRR": "irr", "AED": "aed dhs dh", "IQD": "iqd", "NGN": "ngn", "IDR": "idr rp", "MYR": "myr rm",
		"CAD": "cad", "AUD": "aud", "NZD": "nzd", "HKD": "hkd", "SGD": "sgd", "PKR": "pkr", "EGP": "egp", "QAR": "qar", "KWD": "kwd",
		"TWD": "twd", "PHP": "php", "VND": "vnd", "KES": "kes ksh", "GHS": "ghs", "BGN": "bgn", "RON": "ron", "KGS": "kgs", "UZS": "uzs",
		"LBP": "lbp", "SYP": "syp", "JOD": "jod", "OMR": "omr", "BHD": "bhd", "YER": "yer", "DZD": "dzd", "MAD": "mad", "TND": "tnd",
		"LYD": "lyd", "AFN": "afn", "BYN": "byn", "MDL": "mdl", "RSD": "rsd", "ISK": "isk", "LKR": "lkr", "NPR": "npr", "BDT": "bdt tk",
		"TJS": "tjs", "TMT": "tmt", "MNT": "mnt", "ETB": "etb", "TZS": "tzs", "UGX": "ugx", "RWF": "rwf", "XAF": "xaf", "XOF": "xof",
		"ARS": "ars", "CLP": "clp", "COP": "cop", "PEN": "pen",
	})
	addMillionCodes(r, "eur usd gbp chf sek nok dkk cad aud")
	r.addUnits(NumMoneyWhose, map[string]string{
		"USD": "u.s. us american", "AUD": "australian", "CAD": "canadian", "HKD": "hong kong", "NZD": "new zealand", "SGD": "singapore",
		"TWD": "taiwan taiwanese", "GBP": "british sterling", "EGP": "egyptian", "TRY": "turkish", "CHF": "swiss", "RUB": "russian",
		"INR": "indian", "PKR": "pakistani", "JPY": "japanese", "CNY": "chinese", "AZN": "azerbaijani", "AMD": "armenian", "GEL": "georgian",
		"UAH": "ukrainian", "ILS": "israeli", "KRW": "korean", "SEK": "swedish", "NOK": "norwegian", "DKK": "danish", "MXN": "mexican",
		"IQD": "iraqi", "IRR": "iranian", "SYP": "syrian", "LBP": "lebanese", "KWD": "kuwaiti", "SAR": "saudi", "QAR": "qatari", "ZAR": "african",
		"BHD": "bahraini", "OMR": "omani", "YER": "yemeni", "JOD": "jordanian", "LYD": "libyan", "TND": "tunisian", "DZD": "algerian",
		"MAD": "moroccan", "SDG": "sudanese", "RSD": "serbian", "BYN": "belarusian", "MDL": "moldovan", "RON": "romanian", "BGN": "bulgarian",
		"CZK": "czech", "ISK": "icelandic", "PLN": "polish", "HUF": "hungarian", "TMT": "turkmen", "KZT": "kazakh", "LKR": "lankan",
		"NPR": "nepalese nepali", "PHP": "philippine", "ARS": "argentine", "CLP": "chilean", "COP": "colombian", "CUP": "cuban", "UYU": "uruguayan",
		"UGX": "ugandan", "TZS": "tanzanian", "KES": "kenyan", "SOS": "somali", "RWF": "rwandan", "XOF": "cfa", "ZWL": "zimbabwean",
		"JMD": "jamaican", "NAD": "namibian", "DEM": "german", "FIM": "finnish", "FRF": "french", "BEF": "belgian", "ITL": "italian",
	})
}

// addMinorMoney adds the coins that are parts of a currency, with how many make
// a whole.
func addMinorMoney(r *NumberRules) {
	r.addUnits(NumCurrency, map[string]string{
		"cents": "cent cents", "pence": "penny pence", "kopecks": "kopeck kopecks kopek kopeks", "sen": "sen", "centimes": "centime centimes",
		"centavos": "centavo centavos", "paise": "paisa paise", "piastres": "piastre piastres piaster piasters", "kurus": "kurus kuruş",
		"qapik": "qapik gapik", "tetri": "tetri", "stotinki": "stotinki", "bani": "bani", "groszy": "grosz groszy", "agorot": "agora agorot",
		"fils": "fils", "öre": "öre øre", "mao": "mao", "jiao": "jiao",
	})
	for _, w := range r.Words {
		switch w.Unit {
		case "cents", "pence", "kopecks", "sen", "centimes", "centavos", "paise", "piastres", "kurus", "qapik", "tetri", "stotinki",
			"bani", "groszy", "agorot", "öre":
			w.Value = 100
		case "fils":
			w.Value = 1000
		case "mao", "jiao":
			w.Value = 10
		}
	}
}

// addMillionCodes adds the codes that hold their scale, for money and what is
// paid in millions and thousands: "30 MEUR", "KSEK 400".
func addMillionCodes(r *NumberRules, codes string) {
	for code := range strings.FieldsSeq(codes) {
		for letter, v := range map[string]float64{"m": 1e6, "k": 1e3, "t": 1e3} {
			w := r.word(letter + code)
			w.Kind |= NumMoneyCode
			w.Unit, w.Value = r.word(code).Unit, v
		}
	}
}
