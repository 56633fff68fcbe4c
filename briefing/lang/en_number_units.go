package lang

// addNumberUnits adds units of measure. A unit's key is how a figure names it.
func addNumberUnits(r *NumberRules) {
	r.addUnits(NumMeasure, map[string]string{
		"km": "km kms kilometre kilometres kilometer kilometers", "m": "m metre metres meter meters",
		"cm": "cm cms centimetre centimetres centimeter centimeters", "mm": "mm millimetre millimetres millimeter millimeters",
		"μm": "μm µm micron microns", "nm": "nm nanometre nanometres nanometer nanometers",
		"miles": "mile miles", "ft": "foot feet ft", "in": "inch inches", "yards": "yard yards yd yds", "nautical miles": "nmi",
		"kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes", "g": "g gram grams gramme grammes",
		"mg": "mg milligram milligrams", "tonnes": "tonne tonnes", "tons": "ton tons", "lb": "lb lbs", "oz": "oz ounce ounces",
		"kt": "kiloton kilotons", "Mt": "megaton megatons", "stone": "stone",
		"l": "l litre litres liter liters", "ml": "ml millilitre millilitres milliliter milliliters", "gallons": "gallon gallons",
		"pints": "pint pints", "quarts": "quart quarts", "barrels": "barrel barrels bbl bbls", "bushels": "bushel bushels", "bpd": "bpd",
		"ha": "ha hectare hectares", "acres": "acre acres", "sq m": "sqm m2 m²", "km²": "km² km2 sqkm", "sq ft": "sqft", "m³": "m³ m3",
		"degrees": "degree degrees deg °", "°C": "°c degc", "°F": "°f degf",
		"mph": "mph m.p.h.", "km/h": "kph kmh k.p.h.", "knots": "knot knots", "m/s": "mps", "mpg": "mpg", "rpm": "rpm",
		"W": "watt watts", "kW": "kw kilowatt kilowatts", "MW": "mw megawatt megawatts", "GW": "gw gigawatt gigawatts",
		"kWh": "kwh", "MWh": "mwh", "GWh": "gwh", "TWh": "twh", "V": "volt volts", "kV": "kv", "mAh": "mah", "A": "amp amps ampere amperes",
		"hp": "hp bhp horsepower", "Nm": "newton-metres", "J": "joule joules", "kJ": "kj", "kcal": "kcal", "calories": "calorie calories",
		"Hz": "hz hertz", "kHz": "khz kilohertz", "MHz": "mhz megahertz", "GHz": "ghz gigahertz", "dB": "db decibel decibels",
		"KB": "kb kilobyte kilobytes", "MB": "mb megabyte megabytes", "GB": "gb gigabyte gigabytes", "TB": "tb terabyte terabytes",
		"Mbps": "mbps", "Gbps": "gbps", "kbps": "kbps", "MP": "megapixel megapixels", "Pa": "pascal pascals", "kPa": "kpa", "MPa": "mpa",
		"GPa": "gpa gigapascal gigapascals", "psi": "psi", "bar": "millibars millibar", "ppm": "ppm", "ppb": "ppb", "sieverts": "sievert sieverts",
		"cc": "cc", "lumens": "lumen lumens", "nits": "nits", "carats": "carat carats karat", "TEU": "teu teus",
	})
	r.addSmall(map[string]string{
		"m": "m", "g": "g", "t": "t", "l": "l", "V": "v", "W": "w", "in": "″", "h": "h",
	})
	r.addUnits(NumMeasure|NumDuration, map[string]string{
		"years": "year years yr yrs", "months": "month months", "weeks": "week weeks", "days": "day days",
		"hours": "hour hours hr hrs", "minutes": "minute minutes min mins", "seconds": "second seconds sec secs",
		"milliseconds": "millisecond milliseconds ms", "decades": "decade decades", "centuries": "century centuries",
		"fortnights": "fortnight fortnights", "nights": "night nights", "quarters": "quarter quarters",
		"generations": "generation generations", "seasons": "season seasons",
	})
	r.add(NumSquare, "square sq cubic fluid nautical metric light")
	r.add(NumExtent, "long wide high tall deep thick old away apart across above below north south east west inland offshore offshore")
	r.add(NumTemperature, "celsius fahrenheit c f centigrade kelvin")
}

// moneySymbols are currency signs and what they stand for. A bare dollar is
// taken for the American one and a bare pound for the British.
var moneySymbols = map[string]string{
	"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₹": "INR", "₪": "ILS",
	"₩": "KRW", "฿": "THB", "₦": "NGN", "₫": "VND", "₱": "PHP", "₲": "PYG", "₵": "GHS", "₸": "KZT", "₼": "AZN", "₾": "GEL",
	"֏": "AMD", "₡": "CRC", "₮": "MNT", "₭": "LAK", "৳": "BDT", "﷼": "IRR",
	"us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "cdn$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD",
	"sg$": "SGD", "r$": "BRL", "nt$": "TWD", "mx$": "MXN", "j$": "JMD", "z$": "ZWL", "tt$": "TTD", "e£": "EGP", "ar$": "ARS",
	"y=": "JPY", "e£e": "EGP",
}

// addMoney adds nouns for money, ISO 4217 codes and other letters used so.
func addMoney(r *NumberRules) {
	r.addUnits(NumCurrency, map[string]string{
		"USD": "dollar dollars buck bucks", "GBP": "pound pounds sterling quid", "EUR": "euro euros", "JPY": "yen",
		"CNY": "yuan renminbi", "RUB": "rouble roubles ruble rubles", "TRY": "lira liras", "AZN": "manat manats", "AMD": "dram drams",
		"GEL": "lari laris", "INR": "rupee rupees", "ILS": "shekel shekels", "CHF": "franc francs", "UAH": "hryvnia hryvnias",
		"KZT": "tenge", "THB": "baht", "KRW": "won", "PLN": "zloty zlotys", "SEK": "krona kronor", "NOK": "krone kroner",
		"CZK": "koruna korunas", "HUF": "forint forints", "MXN": "peso pesos", "BRL": "reais", "ZAR": "rand rands",
		"SAR": "riyal riyals", "IRR": "rial rials", "AED": "dirham dirhams", "IQD": "dinar dinars", "NGN": "naira", "IDR": "rupiah",
		"MYR": "ringgit ringgits", "VND": "dong", "BDT": "taka", "KES": "shilling shillings", "EGP": "piastres", "GHS": "cedi cedis",
	})
	r.addUnits(NumCurrency, map[string]string{
		"cents": "cent cents", "pence": "penny pence", "kopecks": "kopeck kopecks", "sen": "sen",
	})
	r.addSmall(map[string]string{"pence": "p", "cents": "c ¢", "lb": "pound pounds"})
	r.add(NumMeasure, "pound pounds")
	r.addUnits(NumMoneyCode, map[string]string{
		"USD": "usd", "EUR": "eur", "GBP": "gbp", "JPY": "jpy", "CNY": "cny rmb", "RUB": "rub rur", "TRY": "try tl", "AZN": "azn",
		"AMD": "amd", "GEL": "gel", "INR": "inr rs", "ILS": "ils nis", "CHF": "chf sfr", "UAH": "uah", "KZT": "kzt", "THB": "thb",
		"KRW": "krw", "PLN": "pln", "SEK": "sek", "NOK": "nok", "DKK": "dkk", "CZK": "czk", "HUF": "huf", "MXN": "mxn", "BRL": "brl",
		"ZAR": "zar", "SAR": "sar", "IRR": "irr", "AED": "aed dhs", "IQD": "iqd", "NGN": "ngn", "IDR": "idr rp", "MYR": "myr rm",
		"CAD": "cad", "AUD": "aud", "NZD": "nzd", "HKD": "hkd", "SGD": "sgd", "PKR": "pkr", "EGP": "egp", "QAR": "qar", "KWD": "kwd",
		"TWD": "twd", "PHP": "php", "VND": "vnd", "KES": "kes ksh", "GHS": "ghs", "BGN": "bgn", "RON": "ron", "KGS": "kgs", "UZS": "uzs",
	})
	r.addUnits(NumMoneyWhose, map[string]string{
		"USD": "u.s. us american", "AUD": "australian", "CAD": "canadian", "HKD": "hong kong", "NZD": "new zealand", "SGD": "singapore",
		"TWD": "taiwan taiwanese", "GBP": "british sterling", "EGP": "egyptian", "TRY": "turkish", "CHF": "swiss", "RUB": "russian",
		"INR": "indian", "PKR": "pakistani", "JPY": "japanese", "CNY": "chinese", "AZN": "azerbaijani", "AMD": "armenian", "GEL": "georgian",
		"UAH": "ukrainian", "ILS": "israeli", "KRW": "korean", "SEK": "swedish", "NOK": "norwegian", "DKK": "danish", "MXN": "mexican",
		"IQD": "iraqi", "IRR": "iranian", "SYP": "syrian", "LBP": "lebanese", "KWD": "kuwaiti", "SAR": "saudi", "QAR": "qatari", "ZAR": "african",
	})
}
