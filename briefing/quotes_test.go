package briefing_test

import (
	"fmt"
	"strings"
	"testing"

	"wirebrief/briefing"
)

// extract finds what there is in an English text, left as it is.
func extract(text string) briefing.Extraction {
	return briefing.Extract(briefing.Article{Title: "Sample", Text: text, Lang: "en"}, briefing.Options{All: true, Verbatim: true})
}

// spoken lists the quotes that have a speaker as "speaker | cue | text".
func spoken(text string) string {
	var out []string
	for _, q := range extract(text).Quotes {
		if q.Speaker != "" {
			out = append(out, fmt.Sprintf("%s | %s | %s", q.Speaker, q.Cue, q.Text))
		}
	}
	return strings.Join(out, "\n")
}

// Every case is a text and the quotes that must be found in it.
func TestSpeakers(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		// where the speaker stands
		{"name before the verb after the quote", `“The quay will stay closed until Friday,” Ana Varga said.`,
			"Ana Varga | said | The quay will stay closed until Friday"},
		{"inverted", `“The quay will stay closed until Friday,” said Ana Varga.`,
			"Ana Varga | said | The quay will stay closed until Friday"},
		{"inverted with title and role", `“The quay will stay closed,” said Harbour Minister Jan Roy in Port Ellery on Monday.`,
			"Jan Roy | said | The quay will stay closed"},
		{"before the quote", `Ana Varga said, “The quay will stay closed until Friday.”`,
			"Ana Varga | said | The quay will stay closed until Friday."},
		{"before the quote with a colon", `Ana Varga told reporters: “The quay will stay closed until Friday.”`,
			"Ana Varga | told | The quay will stay closed until Friday."},
		{"name inside a relative clause", `The nurse, who met Jan, 44, in 2009, added: “We have no coal left to burn.”`,
			"The nurse | added | We have no coal left to burn."},
		{"nickname in the name", `Chief Executive J. P. "Jack" Roy said: "We have no coal left to burn."`,
			`J. P. "Jack" Roy | said | We have no coal left to burn.`},
		{"habit", `My grandmother used to say, “We have no coal left to burn.”`,
			"My grandmother | used to say | We have no coal left to burn."},
		{"verb with back", `Ana Varga was late. “We have no coal left to burn,” Varga shot back.`,
			"Ana Varga | shot back | We have no coal left to burn"},
		{"half indirect", `Ana Varga said the quay was “closed until the ships have left for good”.`,
			"Ana Varga | said | closed until the ships have left for good"},
		{"said at the end of the sentence", `The quay is “closed for ever and a day” and the ships are gone, Ana Varga said.`,
			"Ana Varga | said | closed for ever and a day"},
		{"apposition between name and verb", `“We have no coal,” Ana Varga, chair of the dockers' union, said on Monday.`,
			"Ana Varga | said | We have no coal"},
		{"relative clause between name and verb", `“We have no coal,” Jan Roy, who leads the miners, told reporters.`,
			"Jan Roy | told | We have no coal"},
		{"age between name and verb", `“We have no coal,” Jan Roy, 45, told the Sample Gazette.`,
			"Jan Roy | told | We have no coal"},
		{"brackets between name and verb", `“We have no coal,” Jan Roy (of the Lorne party) said.`,
			"Jan Roy | said | We have no coal"},
		{"description before the name", `“We have no coal,” the union's chair, Ana Varga, said.`,
			"Ana Varga | said | We have no coal"},
		{"two appositions", `“We have no coal,” said Jan Roy, a miner, who lives in Castell.`,
			"Jan Roy | said | We have no coal"},
		{"day between name and verb", `“We have no coal,” Jan Roy on Monday told the Sample Gazette.`,
			"Jan Roy | told | We have no coal"},
		{"adverb and auxiliary", `“We have no coal,” Jan Roy has also repeatedly said.`,
			"Jan Roy | said | We have no coal"},
		{"who said", `The strike was called by Jan Roy, who said, “We have no coal left to burn.”`,
			"Jan Roy | said | We have no coal left to burn."},
		{"participle", `Jan Roy walked out of the meeting, saying, “We have no coal left to burn.”`,
			"Jan Roy | saying | We have no coal left to burn."},
		{"coordinated verb", `Jan Roy left the hall and said, “We have no coal left to burn.”`,
			"Jan Roy | said | We have no coal left to burn."},
		{"infinitive", `Jan Roy went on to say, “We have no coal left to burn.”`,
			"Jan Roy | went on to say | We have no coal left to burn."},
		{"passive", `“We have no coal,” Jan Roy was quoted as saying by the Sample Gazette.`,
			"Jan Roy | was quoted as saying | We have no coal"},
		{"passive with the daily in between", `“We have no coal,” Jan Roy was quoted by the Sample Gazette as saying.`,
			"Jan Roy | was quoted by the Sample Gazette as saying | We have no coal"},
		{"asked by", `The minister was asked by Ana Varga, “Where is the coal you promised us?”`,
			"Ana Varga | asked | Where is the coal you promised us?"},
		{"according to", `The mine was “in a very poor state indeed”, according to Jan Roy.`,
			"Jan Roy | according to | in a very poor state indeed"},
		{"in a statement", `“We have no coal,” the Lorne energy ministry said in a statement.`,
			"the Lorne energy ministry | said | We have no coal"},
		{"wrote on a network", `“We have no coal,” Ana Varga wrote on Twitter.`,
			"Ana Varga | wrote | We have no coal"},
		{"verb that no list holds", `“We have no coal,” Ana Varga barked.`,
			"Ana Varga | barked | We have no coal"},
		{"question before the speaker", `“Where is the coal?” Ana Varga asked.`,
			"Ana Varga | asked | Where is the coal?"},
		{"dateline before the speaker", `PORT ELLERY (EX) — Ana Varga said the coal was “gone, and gone for ever”.`,
			"Ana Varga | said | gone, and gone for ever"},
		{"opening phrase", `In a letter to the council, Ana Varga wrote: “We have no coal left to burn.”`,
			"Ana Varga | wrote | We have no coal left to burn."},
		{"time before the speaker", `Three hours later, Ana Varga added: “We have no coal left to burn.”`,
			"Ana Varga | added | We have no coal left to burn."},
		{"signed", `“We have no coal left to burn.” — Ana Varga`,
			"Ana Varga |  | We have no coal left to burn."},
		{"verb of judgement", `Ana Varga called the plan “a very bad day for the whole of the harbour”.`,
			"Ana Varga | called | a very bad day for the whole of the harbour"},
		{"who is told is no speaker", `“We have no coal,” Ana Varga, who met Jan Roy, told reporters in Castell.`,
			"Ana Varga | told | We have no coal"},

		{"a verb in the relative clause", `“We have no coal,” Jan Roy, who asked for time, told reporters.`,
			"Jan Roy | told | We have no coal"},
		{"a statement is no speaker when someone is", `Jan Roy asked for help in a statement released on Monday, saying: “We have no coal left to burn.”`,
			"Jan Roy | saying | We have no coal left to burn."},

		{"is saying", `Jan Roy is now saying, “We have no coal left to burn.”`, "Jan Roy | saying | We have no coal left to burn."},
		{"with someone promising", `The talks ended with Jan Roy promising “to burn no more coal at all”.`,
			"Jan Roy | promising | to burn no more coal at all"},
		{"as she put it", `The mine is, as Ana Varga put it, “a hole full of water and nothing else”.`,
			"Ana Varga | put it | a hole full of water and nothing else"},
		{"medium between name and verb", `“We have no coal,” Jan Roy in a statement said.`, "Jan Roy | said | We have no coal"},
		{"inverted with a verb that no list holds", `“We have no coal,” barked Ana Varga.`, "Ana Varga | barked | We have no coal"},
		{"inverted at the start of a sentence", `Added Ana Varga: “We have no coal left to burn.”`, "Ana Varga | Added | We have no coal left to burn."},
		{"label of a colon", `Ana Varga on the mine: “We have no coal left to burn.”`, "Ana Varga |  | We have no coal left to burn."},
		{"dateline before a participle", `PORT ELLERY (EX) — Ana Varga left the hall, saying, “We have no coal left to burn.”`,
			"Ana Varga | saying | We have no coal left to burn."},
		{"opening phrase before a participle", `On Monday, Ana Varga left the hall, saying, “We have no coal left to burn.”`,
			"Ana Varga | saying | We have no coal left to burn."},
		{"second verb of a later clause", `When the lights went out, I laughed and Ana Varga stood up and said, “We have no coal left to burn.”`,
			"Ana Varga | said | We have no coal left to burn."},
		{"who is asked does not speak", `Ana Varga was asked, “Where is the coal you promised us?”`, ""},
		{"promise without a verb of saying", `Ana Varga came to Castell with “coal for all of us and more”.`,
			"Ana Varga |  | coal for all of us and more"},
		{"told in the next sentence", "The mine closed.\n\nJan Roy said no more.\n\n“We have no coal.” That, said Ana Varga, was the end.",
			"Ana Varga | said | We have no coal."},
		{"dash", `“We have no coal” — Ana Varga said — “and no ships.”`,
			"Ana Varga | said | We have no coal” — Ana Varga said — “and no ships."},
		{"question and then the speaker with a colon", `Ana Varga asked: “Where is the coal?” Jan Roy said: “We have none at all.”`,
			"Ana Varga | asked | Where is the coal?\nJan Roy | said | We have none at all."},

		{"name after a description at the end", `“We have no coal,” said the goalkeeper, Ana Varga.`, "Ana Varga | said | We have no coal"},
		{"name after one of many", `“We have no coal,” said one of the pupils, Ana Varga, a miner of 67.`, "Ana Varga | said | We have no coal"},
		{"name after a possessive", `“We have no coal,” said Castell's mayor, Ana Varga.`, "Ana Varga | said | We have no coal"},
		{"relative clause without commas", `An official who was not allowed to speak said the mine was “as good as empty by now”.`,
			"An official | said | as good as empty by now"},
		{"time of day in the way", `Jan Roy, a nurse who takes the 5:52 train, said it left “at an hour that only bakers know”.`,
			"Jan Roy | said | at an hour that only bakers know"},

		// descriptions
		{"they", "Officials said no ship had come. “The harbour is empty,” they said.", "Officials | said | The harbour is empty"},
		{"it", "The energy ministry said no coal was left. “The mine is empty,” it said.", "The energy ministry | said | The mine is empty"},
		{"we is nobody known", `“The mine is empty,” we said.`, ""},
		{"name with a number after it", `“We have no coal,” Jan Roy Jr. said.`, "Jan Roy Jr. | said | We have no coal"},
		{"two of them", `“We have no coal,” said Ana Varga and Jan Roy.`, "Ana Varga | said | We have no coal"},
		{"body with of", `“We have no coal,” the Committee of the Green Cross said.`, "the Committee of the Green Cross | said | We have no coal"},
		{"the two", `Two miners wrote a letter. “We have no coal,” the two write.`, "the two | write | We have no coal"},
		{"official", `“We have no coal,” a senior official said.`, "a senior official | said | We have no coal"},
		{"official of something", `“We have no coal,” a spokesman for the ministry said.`,
			"a spokesman for the ministry | said | We have no coal"},
		{"inverted description", `“We have no coal,” said a spokesman for the ministry.`,
			"a spokesman for the ministry | said | We have no coal"},
		{"police", `“Nobody was hurt,” police said.`, "police | said | Nobody was hurt"},
		{"people familiar with it", `It was “only a matter of some days”, people familiar with the talks said.`,
			"people familiar with the talks | said | only a matter of some days"},
		{"some", `“We have no coal,” some said.`, "some | said | We have no coal"},
		{"body with a name", `“We have no coal,” the Lorne Mining Company said.`, "the Lorne Mining Company | said | We have no coal"},

		// pronouns and surnames
		{"surname", "Ana Varga came on Monday.\n\n“We have no coal,” Varga said.", "Ana Varga | said | We have no coal"},
		{"surname before the full name", "Varga came on Monday.\n\n“We have no coal,” Ana Varga said.", "Ana Varga | said | We have no coal"},
		{"pronoun", "Ana Varga came on Monday.\n\n“We have no coal,” she said.", "Ana Varga | said | We have no coal"},
		{"pronoun told apart by gender", "Ana Varga met Peter Roy on Monday.\n\n“We have no coal,” he said.", "Peter Roy | said | We have no coal"},
		{"pronoun of unknown gender", "“We have no coal,” said Zorvan Tael. “The ships are late,” he said.",
			"Zorvan Tael | said | We have no coal\nZorvan Tael | said | The ships are late"},
		{"pronoun for who was named last", "“We have no coal,” said Zorvan Tael.\n\nThe plan angers Kes Orrin, a city councillor. “The ships are late,” she said.",
			"Zorvan Tael | said | We have no coal\nKes Orrin | said | The ships are late"},
		{"pronoun for the first speaker later", "“We have no coal,” said Zorvan Tael.\n\nKes Orrin, a city councillor, is angry. “The ships are late,” she said.\n\nTael said nothing else. “It rains in Castell,” he said.",
			"Zorvan Tael | said | We have no coal\nKes Orrin | said | The ships are late\nZorvan Tael | said | It rains in Castell"},
		{"pronoun for who has a role", "“We have no coal,” said Mayor Zorvan Tael.\n\nKes Orrin, chair of the union, called the plan late. Her members were waiting.\n\n“The ships are late,” she said.",
			"Zorvan Tael | said | We have no coal\nKes Orrin | said | The ships are late"},
		{"pronoun for a fisherman", "Ana Varga found a fisherman, Elio Moen, whose nets caught on what he called “the very old iron chimney”.",
			"Elio Moen | called | the very old iron chimney"},
		{"two of one surname by title", "Peter Varga and Ana Varga own the mine.\n\n“We have no coal,” Mrs. Varga said.", "Ana Varga | said | We have no coal"},
		{"gender from the role", "Spokeswoman Kes Orrin met Peter Roy.\n\n“We have no coal,” she said.", "Kes Orrin | said | We have no coal"},
		{"outer verb counts", `Ana Varga says she believes the mine has “no coal left to burn at all”.`,
			"Ana Varga | says | no coal left to burn at all"},

		// going on
		{"same paragraph goes on", `“We have no coal,” Ana Varga said. “The ships are late.”`,
			"Ana Varga | said | We have no coal,” Ana Varga said. “The ships are late."},
		{"same paragraph goes on later", `“We have no coal,” Ana Varga said. It rained. “The ships are late.”`,
			"Ana Varga | said | We have no coal\nAna Varga | said | The ships are late."},
		{"next paragraph goes on", "“We have no coal,” Ana Varga said.\n\n“The ships are late.”",
			"Ana Varga | said | We have no coal\nAna Varga | said | The ships are late."},
		{"another speaker comes in", "“We have no coal,” Ana Varga said.\n\n“The ships are late,” Jan Roy said.",
			"Ana Varga | said | We have no coal\nJan Roy | said | The ships are late"},
		{"split quote", `“We have no coal,” Ana Varga said, “and the ships are late.”`,
			"Ana Varga | said | We have no coal,” Ana Varga said, “and the ships are late."},
		{"split by an inverted clause", `“We have no coal,” said Ana Varga, “and the ships are late.”`,
			"Ana Varga | said | We have no coal,” said Ana Varga, “and the ships are late."},
		{"carried over paragraphs", "Ana Varga said: “We have no coal.\n\n“The ships are late.”",
			"Ana Varga | said | We have no coal.\n\n“The ships are late."},
		{"carried over and told at the end", "“We have no coal.\n\n“The ships are late,” Ana Varga said.",
			"Ana Varga | said | We have no coal.\n\n“The ships are late"},
		{"transcript", "VARGA: We have no coal.\n\nROY: The ships are late.\n\nVARGA: So they are.\n\nAna Varga met Jan Roy.",
			"Ana Varga |  | We have no coal.\nJan Roy |  | The ships are late.\nAna Varga |  | So they are."},

		// marks
		{"straight", `"We have no coal," Ana Varga said.`, "Ana Varga | said | We have no coal"},
		{"mixed", `“We have no coal," Ana Varga said.`, "Ana Varga | said | We have no coal"},
		{"mixed the other way", `"We have no coal,” Ana Varga said.`, "Ana Varga | said | We have no coal"},
		{"low", `„We have no coal left“, Ana Varga said.`, "Ana Varga | said | We have no coal left"},
		{"low and closing", `„We have no coal left”, Ana Varga said.`, "Ana Varga | said | We have no coal left"},
		{"angles", `«We have no coal left», Ana Varga said.`, "Ana Varga | said | We have no coal left"},
		{"angles turned", `»We have no coal left«, Ana Varga said.`, "Ana Varga | said | We have no coal left"},
		{"single", `‘We have no coal left,’ Ana Varga said.`, "Ana Varga | said | We have no coal left"},
		{"single straight", `'We have no coal left,' Ana Varga said.`, "Ana Varga | said | We have no coal left"},
		{"doubled single", `''We have no coal left,'' Ana Varga said.`, "Ana Varga | said | We have no coal left"},
		{"nested single", `“He told me ‘no coal’ and left,” Ana Varga said.`, "Ana Varga | said | He told me ‘no coal’ and left"},
		{"nested double", `“He told me “no coal” and left,” Ana Varga said.`, "Ana Varga | said | He told me “no coal” and left"},
		{"apostrophes", `The dockers' union and the miners’ union said it didn't matter.`, ""},
		{"inches", `The 6" pipe burst, Ana Varga said.`, ""},
		{"unclosed at the end", "Ana Varga said: “We have no coal left to burn.", "Ana Varga | said | We have no coal left to burn."},
		{"stray closing mark", `The coal is gone”, Ana Varga said.`, ""},

		// what is no speech
		{"programme", `“We have no coal left,” Ana Varga said on “Lorne This Morning.”`, "Ana Varga | said | We have no coal left"},
		{"scare quotes", `The so-called “coal” was sold for nothing in the town.`, ""},
		{"nickname", `The harbour, the “Old Lady”, was rebuilt in spring.`, ""},
		{"thing called so", `A drink called “harbour light” was served.`, ""},
		{"declined to say", `The town declined to say whether the “coal” was sold.`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spoken(c.text); got != c.want {
				t.Errorf("in %s\ngot:\n%s\nwant:\n%s", c.text, got, c.want)
			}
		})
	}
}
