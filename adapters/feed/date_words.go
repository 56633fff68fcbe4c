package feed

import "strings"

// months are the names of the months and their short forms in the languages
// in which feeds write them. No name means different months in two of them.
var months = monthTable(
	"jan january januar jänner janvier janv enero ene gennaio gen janeiro januari ocak oca yanvar styczeń stycznia sty январь января янв ianuarie ledna січня ιανουαρίου tammikuuta",
	"feb february februar février févr fév fevrier febrero febbraio fevereiro fev februari şubat subat şub fevral luty lutego lut февраль февраля фев februarie února лютого φεβρουαρίου helmikuuta február",
	"mar march märz mrz maerz mars marzo março marco maart mrt mart marzec marca март марта мар mär marts martie maret března березня μαρτίου maaliskuuta március",
	"apr april avril avr abril abr aprile nisan nis aprel kwiecień kwietnia kwi апрель апреля апр aprilie dubna квітня απριλίου huhtikuuta április",
	"may mai mayo maggio mag maio mei mayıs mayis maj maja май мая května травня μαΐου toukokuuta május",
	"jun june juni juin junio giugno giu junho haziran haz iyun czerwiec czerwca cze июнь июня июн iunie června червня ιουνίου kesäkuuta június",
	"jul july juli juillet juil julio luglio lug julho temmuz tem iyul lipiec lipca lip июль июля июл iulie července липня ιουλίου heinäkuuta július",
	"aug august août aout agosto ago augustus ağustos agustos ağu avqust sierpień sierpnia sie август августа авг augusti agustus srpna серпня αυγούστου elokuuta augusztus",
	"sep sept september septembre septiembre set settembre setembro eylül eylul eyl sentyabr wrzesień września wrz сентябрь сентября сен сент septembrie září вересня σεπτεμβρίου syyskuuta szeptember",
	"oct october okt oktober octobre octubre ottobre ott outubro out ekim eki oktyabr październik października paź октябрь октября окт octombrie října жовтня οκτωβρίου lokakuuta október",
	"nov november novembre noviembre novembro kasım kasim kas noyabr listopad listopada lis ноябрь ноября ноя нояб noiembrie listopadu листопада νοεμβρίου marraskuuta",
	"dec december dez dezember décembre déc decembre diciembre dic dicembre dezembro aralık aralik ara dekabr grudzień grudnia gru декабрь декабря дек decembrie desember des prosince грудня δεκεμβρίου joulukuuta",
)

func monthTable(lists ...string) map[string]int {
	table := map[string]int{}
	for i, list := range lists {
		for name := range strings.FieldsSeq(list) {
			table[name] = i + 1
		}
	}
	return table
}

// zones are the abbreviations that nearly always mean one offset, in minutes.
// IST, AST and the like, which several countries use, are not among them;
// CST and the other American ones are, because RFC 822 defines them.
var zones = map[string]int{
	"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0,
	"EST": -5 * 60, "EDT": -4 * 60, "CST": -6 * 60, "CDT": -5 * 60,
	"MST": -7 * 60, "MDT": -6 * 60, "PST": -8 * 60, "PDT": -7 * 60,
	"AKST": -9 * 60, "AKDT": -8 * 60, "HST": -10 * 60, "BRT": -3 * 60, "ART": -3 * 60,
	"BST": 60, "WEST": 60, "CET": 60, "MEZ": 60, "MET": 60, "CEST": 120, "MESZ": 120, "MEST": 120,
	"EET": 120, "EEST": 180, "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60, "MSK": 180, "TRT": 180,
	"GET": 240, "AZT": 240, "AMT": 240, "PKT": 300, "WIB": 420, "HKT": 480, "SGT": 480, "AWST": 480,
	"JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}
