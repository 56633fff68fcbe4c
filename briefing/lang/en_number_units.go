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
		"hp": "hp bhp horsepower", "J": "joule joules", "kJ": "kj", "kcal": "kcal", "calories": "calorie calories",
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
	r.addUnits(NumTemperature, map[string]string{"°C": "celsius c centigrade", "°F": "fahrenheit f", "°K": "kelvin"})
}
