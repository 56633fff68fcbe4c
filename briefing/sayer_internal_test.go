package briefing

import (
	"testing"

	"wirebrief/briefing/lang"
)

// The steps after the quotes ask who a sentence gives as its source; there is
// no other way to see that alone, so this test stands inside the package.
func TestSayerIn(t *testing.T) {
	for _, c := range []struct{ name, text, speaker, role string }{
		{"surname with role", "Foreign Minister Jan Roy came.\n\nIn an interview with a daily on Nov. 3, Roy also estimated that 2,000 men had come.", "Jan Roy", "Foreign Minister"},
		{"according to", "Some 40 ships are waiting, according to the health ministry.", "the health ministry", ""},
		{"according to in front", "According to several reports, hundreds of men came.", "several reports", ""},
		{"police said", "Two people were hurt, police said.", "police", ""},
		{"inverted", "Two people were hurt, said Mayor Jane Doe.", "Jane Doe", "Mayor"},
		{"pronoun", "Mayor Jane Doe came. She said two people were hurt.", "Jane Doe", "Mayor"},
		{"quoted sentence", "“We have no coal. Forty ships are waiting,” Ana Varga said.", "Ana Varga", ""},
		{"a body that does nothing but speak", "The regulator said bills would rise by 3%.", "The regulator", ""},
		{"what an attack claims", "The attack on Monday claimed 18 lives.", "", ""},
		{"a number of nobody", "Several claimed 18 seats.", "", ""},
		{"according to a name after a description", "One nurse in nine was absent, according to its director, Emil Soto.", "Emil Soto", "director"},
		{"somebody of an institute", "Sunil Arest of the Institute for the Deep Sea said 40 seals were born.", "Sunil Arest", "of the Institute for the Deep Sea"},
		{"she after a company", "The rest will wait, according to Coast Power.\n\n“I have 60 people out there,” said the company's operations chief, Bettina Crowe.\n\nShe said a figure of 20 million was wrong.", "Bettina Crowe", "the company's operations chief"},
		{"nobody", "Two people were hurt on Monday.", "", ""},
		{"who denies is no source", "The union rejected an offer of 40 pounds.", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDocument("", c.text, lang.For("en"))
			findPeople(d)
			findQuotes(d)
			speaker, role, _ := d.sayerIn(d.sents[len(d.sents)-1])
			if speaker != c.speaker || role != c.role {
				t.Errorf("sayer %q (%q), want %q (%q)", speaker, role, c.speaker, c.role)
			}
		})
	}
}

func TestPeople(t *testing.T) {
	d := newDocument("", "Mayor Jane Doe met Mr. Peter Varga and Ms. Ana Varga. Doe left; Mr. Varga stayed. Zorvan Tael spoke.", lang.For("en"))
	findPeople(d)
	var got []string
	for _, p := range d.people {
		got = append(got, p.name.Of(d.text)+"/"+p.role.Of(d.text)+"/"+string(rune(max(p.gender, '-'))))
	}
	want := []string{"Jane Doe/Mayor/f", "Peter Varga//m", "Ana Varga//f", "Zorvan Tael//-"}
	if len(got) != len(want) {
		t.Fatalf("people %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("person %q, want %q", got[i], want[i])
		}
	}
	var who []string
	for _, m := range d.mentions {
		who = append(who, d.people[m.person].name.Of(d.text))
	}
	for i, w := range []string{"Jane Doe", "Peter Varga", "Ana Varga", "Jane Doe", "Peter Varga", "Zorvan Tael"} {
		if i >= len(who) || who[i] != w {
			t.Fatalf("mentions %q: number %d should be %s", who, i, w)
		}
	}
}
