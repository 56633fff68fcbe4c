package briefing_test

import "testing"

func TestDenials(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"denied", "Both Lorne and Castell have denied the presence of troops in the valley.", true},
		{"denies that", "The ministry denies that coal was sold abroad.", true},
		{"denying", "Varga walked out, denying she had met the owners.", true},
		{"has always denied", "He has always denied any part in the theft.", true},
		{"denied the charges", "Varga denied the charges.", true},
		{"denied by", "The report was denied by the ministry.", true},
		{"disputed", "The union disputed the figures given by the port.", true},
		{"disputes this", "The port disputes this.", true},
		{"strongly denied", "The ministry strongly denied on Monday that coal was sold.", true},
		{"rejected the claim", "Varga rejected the claim that the mine was unsafe.", true},
		{"dismissed the allegations", "The ministry dismissed the allegations as a game.", true},
		{"called the report false", "Varga called the report false.", true},
		{"called it false in marks", "Varga called the report “baseless” on Monday.", true},
		{"said the report was untrue", "Varga said the report was untrue.", true},
		{"denied it", "Varga denied it.", true},
		{"denied it on Monday", "Varga denied it on Monday.", true},
		{"officials deny", "Officials deny that coal was sold.", true},
		{"refuted", "The harbour master refuted the story.", true},

		{"denied entry", "The crew was denied entry to the port.", false},
		{"denied them access", "The guards denied them access to the quay.", false},
		{"denied bail", "A judge denied bail to the two men.", false},
		{"denied a visa", "The consulate denied Varga a visa.", false},
		{"denied the request", "The council denied the request.", false},
		{"denied them a seat", "The council denied them even that one seat.", false},
		{"denied marriage licences", "The clerk denied marriage licences to the two couples.", false},
		{"must rebut", "The ministry must rebut the claim, Varga said.", false},
		{"wants to deny", "The ministry was trying to deny the story.", false},
		{"rejected an idea", "Varga rejected the idea of a new quay.", false},
		{"rejected criticism", "Varga rejected criticism of the new quay.", false},
		{"could not be denied", "The harm could not be denied.", false},
		{"in denial", "The owners are in denial about the mine.", false},
		{"did not deny", "Varga did not deny that coal was sold.", false},
		{"neither confirm nor deny", "The ministry would neither confirm nor deny the sale.", false},
		{"declined to confirm or deny", "Varga declined to confirm or deny the sale.", false},
		{"adjective", "The troops stood in the disputed valley.", false},
		{"noun", "A dispute over wages closed the port.", false},
		{"rejected an offer", "The union rejected the offer.", false},
		{"false alarm", "A false alarm emptied the town hall.", false},
		{"nothing", "The port was quiet on Monday.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := extract("It rained.\n\n" + c.text + " It was cold.")
			if c.want != (len(e.Denials) == 1) {
				t.Fatalf("denials in %q: %v", c.text, e.Denials)
			}
			if c.want && e.Denials[0].Text != c.text {
				t.Errorf("denial %q, want the whole sentence %q", e.Denials[0].Text, c.text)
			}
		})
	}
}
