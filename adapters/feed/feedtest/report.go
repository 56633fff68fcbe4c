package feedtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// A report is one invented article.
type report struct {
	slug, title, author string
	paragraphs          []string
	published           time.Time
}

var (
	places = []string{"Castell", "Lorne", "Ellery", "Varnoy", "Mirask", "Tolmin Bay", "Old Harrow", "Sefton Point", "Karabakh", "Dremel",
		"Upper Osk", "Brennick", "Halden", "Quarle", "Pinmoor", "Zarova", "Ostrel", "Marrow Sound", "Teyne", "Wexcombe"}
	bodies = []string{"harbour board", "city council", "grain exchange", "rail operator", "teachers' union", "water authority", "regional court",
		"fishing fleet", "power company", "health ministry", "museum", "coast guard", "farm cooperative", "statistics office", "airport",
		"wool guild", "mountain rescue", "tram depot", "school board", "weather service"}
	deeds = []string{"opened a second berth for", "cut its estimate of", "put off a vote on", "signed a contract over", "lost an appeal about",
		"began to repair", "asked for a review of", "doubled the budget of", "closed the books on", "handed over", "sold its share in",
		"found cracks in", "moved the start of", "published a map of", "counted again", "withdrew its plan for"}
	things = []string{"timber barges", "night buses", "winter wheat", "the north bridge", "stone houses", "copper cable", "school meals",
		"the old reservoir", "snow ploughs", "herring quotas", "the tunnel lining", "carpet looms", "rescue boats", "the tide gate",
		"apple orchards", "freight wagons", "the town archive", "reading rooms", "solar roofs", "the lower dam"}
	people = []string{"Ana Varga", "Ilya Brandt", "Mara Osei", "Jon Tellier", "Sevda Arani", "Petra Lind", "Tomas Hale", "Nadia Corr",
		"Emil Stroud", "Rosa Finch", "Davit Moro", "Leyla Sand", "Oskar Wynn", "Irene Vale", "Karl Ostby", "Dina Ferro"}
	roles = []string{"the chair of the board", "a spokeswoman for the city", "the chief engineer", "head of the union", "the harbour master",
		"an economist at the exchange", "the mayor", "a judge of the court", "the director"}
	sayings = []string{"No crane moves until the night rate is paid", "We will not hide the repair from anybody", "It was built for half of the traffic it carries",
		"Nobody who was there in the winter would call it safe", "The count was wrong and we have said so", "We asked three times and were answered once",
		"It costs less to mend it now than to explain it later", "There is room for everyone who comes before noon", "The river does not read our timetable",
		"What we found in the cellar surprised even the oldest of us", "Our neighbours have waited long enough for an answer",
		"I would rather be late than be sorry", "The harvest will tell which of us was right", "Every wagon has a number and every number has an owner"}
	counted = []string{"households", "passengers", "tonnes of grain", "workers", "pupils", "houses", "fishing boats", "visitors", "wagons", "litres of water a second",
		"metres of cable", "jobs", "patients", "carpets", "trees"}
	closings = []string{"An inquiry into the delay is to report before the end of the season", "The next meeting is open to the public and will be held in the old customs house",
		"Shops along the quay stayed open late, and buses ran as on a holiday", "Critics say that the figures leave out the villages above the lake",
		"A similar plan failed nine years ago when the money ran out", "Neighbouring towns have been offered a part in the work", "Insurers have sent their own surveyors",
		"The papers can be read in the library of the district", "Rain is expected, which may put the work back by some days"}
)

// write invents the report of a number.
func write(n uint64, published time.Time) report {
	r := rand.New(rand.NewPCG(n, 20_261_122))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	place, body, thing, person := pick(places), pick(bodies), pick(things), pick(people)
	number := func() string { return fmt.Sprint(20 + r.IntN(880)) }
	title := fmt.Sprintf("%s %s %s %s", place, body, pick(deeds), thing)
	a := report{title: title, author: pick(people), published: published}
	a.slug = fmt.Sprintf("%s-%d", slugOf(title), n)
	a.paragraphs = []string{
		fmt.Sprintf("The %s of %s %s %s on Thursday, and at least %s %s are affected.", body, place, pick(deeds), pick(things), number(), pick(counted)),
		fmt.Sprintf("“%s,” said %s, %s. “%s.”", pick(sayings), person, pick(roles), pick(sayings)),
		fmt.Sprintf("About %s %s in %s depend on %s, according to the %s.", number(), pick(counted), pick(places), pick(things), pick(bodies)),
		pick(closings) + ".",
		fmt.Sprintf("In %s, where the %s %s %s last year, %s %s were counted.", pick(places), pick(bodies), pick(deeds), pick(things), number(), pick(counted)),
		fmt.Sprintf("“%s,” %s told reporters in %s.", pick(sayings), pick(people), pick(places)),
		fmt.Sprintf("The %s put the cost at %s million crowns, a third of it for %s and the rest for %s near %s.", pick(bodies), number(), pick(things), pick(things), pick(places)),
		pick(closings) + ".",
	}
	return a
}

func slugOf(s string) string {
	return strings.ToLower(strings.NewReplacer(" ", "-", "'", "").Replace(s))
}

// html is the body as a feed or page carries it.
func (a report) html() string {
	var b strings.Builder
	for _, p := range a.paragraphs {
		fmt.Fprintf(&b, "<p>%s</p>\n", p)
	}
	return b.String()
}

// teaser is how a feed begins a report that it does not give wholly.
func (a report) teaser() string {
	words := strings.Fields(a.paragraphs[0])
	return strings.Join(words[:min(12, len(words))], " ") + " …"
}
