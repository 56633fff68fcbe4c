package bot_test

import (
	"strings"
	"testing"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// quoted makes a quote of a text in which each part stands in square brackets,
// the speaker's mention in braces and the clause in angle brackets.
func quoted(marked string) (string, briefing.Quote) {
	q := briefing.Quote{SpeakerSpan: briefing.NoSpan, Clause: briefing.NoSpan, Speaker: "Ana Varga", Role: "chair of the union", Confidence: 0.9}
	var body strings.Builder
	for _, r := range marked {
		at := body.Len()
		switch r {
		case '[':
			q.Parts = append(q.Parts, briefing.Span{Start: at})
		case ']':
			q.Parts[len(q.Parts)-1].End = at
		case '{':
			q.SpeakerSpan.Start = at
		case '}':
			q.SpeakerSpan.End = at
		case '<':
			q.Clause.Start = at
		case '>':
			q.Clause.End = at
		default:
			body.WriteRune(r)
		}
	}
	q.Span = briefing.Span{Start: q.Parts[0].Start, End: q.Parts[len(q.Parts)-1].End}
	q.Text = q.Span.Of(body.String())
	return body.String(), q
}

func TestQuotation(t *testing.T) {
	long := strings.Repeat("We have waited. ", 70)
	for name, test := range map[string]struct{ text, want string }{
		"unsplit": {
			`“[No crane moves],” {Varga} <told reporters at the gate>.`,
			"| “No crane moves”\n   **Ana Varga**, chair of the union, told reporters at the gate\n",
		},
		"split by its clause": {
			`“[No crane moves,]” {Varga} <said>, “[and no ship.]”`,
			"| “No crane moves,” Varga said, “and no ship.”\n   **Ana Varga**, chair of the union\n",
		},
		"split by a clause with the role": {
			`“[No crane moves,]” <said> {Ana Varga}, chair of the union, “[and no ship.]”`,
			"| “No crane moves,” said Ana Varga, chair of the union, “and no ship.”\n   **Ana Varga**\n",
		},
		"split in straight marks": {
			`"[No crane moves,]" {Varga} <said>, "[and no ship.]"`,
			"| \"No crane moves,\" Varga said, \"and no ship.\"\n   **Ana Varga**, chair of the union\n",
		},
		"split in other marks": {
			`«[No crane moves]», {Varga} <said>, «[and no ship]».`,
			"| «No crane moves», Varga said, «and no ship»\n   **Ana Varga**, chair of the union\n",
		},
		"split, its clause before it": {
			`{Varga} <told the council>: “[No crane]” and “[no ship].”`,
			"| “No crane” and “no ship”\n   **Ana Varga**, chair of the union, told the council\n",
		},
		"over two paragraphs": {
			"“[No crane moves.]\n\n“[And no ship],” {she} <said>.",
			"| “No crane moves.\n| “And no ship”\n   **Ana Varga**, chair of the union, said\n",
		},
		"over two paragraphs, split in the second": {
			"“[No crane moves.]\n\n“[And no ship,]” {she} <said>, “[or boat.]”",
			"| “No crane moves.\n| “And no ship,” she said, “or boat.”\n   **Ana Varga**, chair of the union\n",
		},
		"split and too long": {
			"“[No crane moves,]” {Varga} <said>, “[" + long + "]”",
			"| “No crane moves, …”\n   **Ana Varga**, chair of the union, said\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			body, q := quoted(test.text)
			b := briefing.Briefing{Article: briefing.Article{Title: "x", Publisher: "p", Lang: "en", Text: body}, Quotes: []briefing.Quote{q}, Supported: true}
			m := bot.BriefingMessage(b, morning)
			checkMessage(t, m)
			m.Blocks = m.Blocks[2:]
			if got := show(bot.Reply{Messages: []bot.Message{m}}); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestQuotationDoubtsItsParts(t *testing.T) {
	body, q := quoted(`“[No crane moves,]” {Varga} <said>, “[and no ship.]”`)
	for name, parts := range map[string][]briefing.Span{
		"none": nil, "outside": {{Start: 0, End: 5}, {Start: 9, End: 900}}, "backwards": {q.Parts[1], q.Parts[0]},
		"overlapping": {q.Span, q.Span}, "negative": {briefing.NoSpan, briefing.NoSpan},
	} {
		t.Run(name, func(t *testing.T) {
			q.Parts = parts
			b := briefing.Briefing{Article: briefing.Article{Title: "x", Lang: "en", Text: body}, Quotes: []briefing.Quote{q}, Supported: true}
			if got := said(bot.Reply{Messages: []bot.Message{bot.BriefingMessage(b, morning)}}); !strings.Contains(got, "“No crane moves,” Varga said, “and no ship.”\n") {
				t.Error(got)
			}
		})
	}
}
