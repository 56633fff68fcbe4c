package lang

// addTurkishUnits adds units of measure.
func addTurkishUnits(r *NumberRules) {
	r.addUnits(NumMeasure, map[string]string{
		"km": "km kilometre kilometrelik kilometreye", "m": "m metre metrelik", "cm": "cm santim santimetre santimetrelik", "mm": "mm milimetre",
		"miles": "mil", "ft": "fit", "in": "inç",
		"kg": "kg kilo kilogram kiloluk", "g": "g gr gram gramlık", "mg": "mg miligram", "tons": "ton tonluk", "quintals": "kental",
		"l": "l lt litre litrelik", "ml": "ml mililitre", "barrels": "varil varillik", "gallons": "galon",
		"ha": "ha hektar hektarlık", "da": "dönüm dönümlük dekar", "m²": "metrekare metrekarelik m² m2", "km²": "kilometrekare km² km2",
		"m³": "metreküp m³ m3", "degrees": "derece derecelik °",
		"km/h": "km/s kmh", "W": "watt", "kW": "kw kilovat kilowatt", "MW": "mw megavat megawatt", "GW": "gw gigavat", "kWh": "kwh kilovatsaat",
		"MWh": "mwh", "GWh": "gwh", "V": "volt", "hp": "beygir", "Hz": "hz hertz", "GHz": "ghz", "MHz": "mhz", "GB": "gb gigabayt",
		"MB": "mb megabayt", "TB": "tb terabayt", "Mbps": "mbps", "knots": "knot", "calories": "kalori", "kcal": "kcal",
		"TEU": "teu", "carats": "karat", "dB": "desibel", "ounces": "ons",
	})
	r.addSmall(map[string]string{"m": "m", "g": "g", "t": "t", "l": "l"})
	r.addUnits(NumMeasure|NumDuration, map[string]string{
		"years": "yıl yılı yıllık yılda yıldır yılında yılından yılının yaşından yaşını sene senelik yaş", "months": "ay aylık aydır ayda ayında ayının", "weeks": "hafta haftalık haftadır haftada", "days": "gün günlük gündür günde",
		"hours": "saat saatlik saattir saatte", "minutes": "dakika dk dakikalık dakikada", "seconds": "saniye sn saniyelik saniyede", "centuries": "asır yüzyıl",
	})
	r.addUnits(NumMeasure|NumDuration|NumExtent, map[string]string{"years": "yaşında yaşındaki yaşına yaşındaydı yaşındayken"})
	r.add(NumExtent, "uzunluğunda uzunluğundaki yüksekliğinde yüksekliğindeki genişliğinde genişliğindeki derinliğinde derinliğindeki ağırlığında ağırlığındaki boyunda boyundaki çapında çapındaki")
	r.add(NumExtent|NumStop, "hızla hızda hızında hızındaki hızıyla")
	r.add(NumSquare, "deniz kare küp")
	r.addUnits(NumTemperature, map[string]string{"°C": "santigrat celsius", "°F": "fahrenhayt fahrenheit"})
}

// addTurkishMoney adds nouns and letters for money.
func addTurkishMoney(r *NumberRules) {
	r.addUnits(NumCurrency, map[string]string{
		"USD": "dolar doları dolarlık", "EUR": "avro avroluk euro euroluk", "TRY": "lira lirası liralık", "GBP": "sterlin sterlini sterlinlik",
		"JPY": "yen yenlik", "CNY": "yuan yuanı yuanlık renminbi", "RUB": "ruble rublesi rublelik", "AZN": "manat manatı", "AMD": "dram dramı",
		"GEL": "lari", "INR": "rupi rupisi", "ILS": "şekel şekeli", "CHF": "frank frangı", "UAH": "grivna grivnası hrivna",
		"KZT": "tenge", "KRW": "won wonu", "PLN": "zloti", "SEK": "kron kronu", "HUF": "forint forinti", "MXN": "peso pesosu",
		"SAR": "riyal riyali", "IRR": "tümen tümeni", "AED": "dirhem dirhemi", "IQD": "dinar dinarı", "BGN": "leva levası", "RON": "ley leyi",
		"ESP": "peseta", "GRD": "drahmi", "NLG": "gulden guldeni", "ZAR": "rand",
	})
	r.addUnits(NumCurrency, map[string]string{"cents": "sent sentlik", "pence": "peni", "kuruş": "kuruş kuruşluk kr", "kopecks": "kapik kopek"})
	for _, coin := range []string{"sent", "peni", "kuruş", "kr", "kopek", "kapik"} {
		r.word(coin).Value = 100
	}
	r.addUnits(NumMoneyCode, map[string]string{
		"USD": "usd", "EUR": "eur", "TRY": "tl try", "GBP": "gbp", "JPY": "jpy", "RUB": "rub", "AZN": "azn", "CHF": "chf", "CNY": "cny",
		"CAD": "cad", "AUD": "aud", "SAR": "sar", "GEL": "gel", "AMD": "amd", "UAH": "uah", "KZT": "kzt",
	})
	for unit, words := range map[string]string{
		"USD": "abd amerikan", "CAD": "kanada", "AUD": "avustralya", "HKD": "hongkong", "NZD": "zelanda", "TRY": "türk", "GBP": "ingiliz",
		"SYP": "suriye", "LBP": "lübnan", "CHF": "isviçre", "SEK": "isveç", "NOK": "norveç", "DKK": "danimarka", "RUB": "rus", "AZN": "azerbaycan",
		"CNY": "çin", "JPY": "japon", "IQD": "irak", "KWD": "kuveyt", "EGP": "mısır", "SGD": "singapur", "BYN": "belarus", "INR": "hindistan hint",
		"IRR": "iran", "QAR": "katar", "ARS": "arjantin", "MXN": "meksika", "UAH": "ukrayna", "KZT": "kazak",
	} {
		r.addUnits(NumMoneyWhose, map[string]string{unit: words})
	}
}
