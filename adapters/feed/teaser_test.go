package feed

import (
	"strings"
	"testing"
)

func TestIsTeaser(t *testing.T) {
	const link = "https://lorne.example/pier"
	body := strings.Repeat("The harbour board of Lorne met on Tuesday and spoke about the pier. ", 20)
	cut := strings.TrimSuffix(strings.TrimSpace(body), ".")
	tests := map[string]struct {
		item Item
		want bool
	}{
		"Whole":               {Item{Content: "<p>" + body + "</p>", Summary: "The board met."}, false},
		"WholeInTheSummary":   {Item{Summary: body}, false},
		"Nothing":             {Item{}, true},
		"Short":               {Item{Summary: "The board met."}, true},
		"ShortContent":        {Item{Content: "<p>The board met.</p>", Summary: "Met."}, true},
		"SameTwice":           {Item{Content: body[:600], Summary: body[:600]}, true},
		"ContentBesides":      {Item{Content: "<p>" + body[:600] + "</p>", Summary: "The board met."}, false},
		"OmissionMark":        {Item{Content: "<p>" + body + "[&hellip;]</p>", Summary: "x"}, true},
		"ThreeDots":           {Item{Content: body + " ...", Summary: "x"}, true},
		"ReadMore":            {Item{Content: "<p>" + body + ` <a href="` + link + `?utm_source=rss">Oxumağa davam et</a></p>`, Summary: "x"}, true},
		"ReadMoreRelative":    {Item{Content: "<p>" + body + ` <a class='more' href='/pier'>→</a></p>`, Summary: "x"}, true},
		"FooterWithHeadline":  {Item{Content: "<p>" + body + `</p><p>The post <a href="` + link + `">Board puts off</a> appeared first on <a href="https://lorne.example/">Lorne</a>.</p>`, Summary: "x"}, false},
		"LinkElsewhere":       {Item{Content: "<p>" + body + ` <a href="https://other.example/x">More on cranes</a></p>`, Summary: "x"}, false},
		"CutInASentence":      {Item{Summary: cut}, true},
		"EndsWithAQuote":      {Item{Summary: body + "“It costs less to mend it now.”"}, false},
		"OtherScriptWhole":    {Item{Summary: strings.Repeat("港務局は火曜日に桟橋について話し合った。", 20)}, false},
		"OtherScriptShort":    {Item{Summary: strings.Repeat("港務局は桟橋について話し合った。", 8)}, true},
		"NothingButALink":     {Item{Summary: `<a href="https://lorne.example/comments/81">Comments</a>`}, true},
		"LongListWithoutStop": {Item{Content: "<p>" + strings.Repeat(body, 3) + "</p><ul><li>One pier</li></ul>", Summary: "x"}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.item.Link, tt.item.Free = link, true
			if got := textOf(tt.item); got.teaser != tt.want {
				t.Errorf("got %v, want %v: %.80q", got.teaser, tt.want, got.text)
			}
		})
	}
	t.Run("ForSubscribers", func(t *testing.T) {
		if !textOf(Item{Link: link, Summary: "A lead that ends as it should.", Free: false}).teaser {
			t.Error("got a whole report")
		}
		if wantsPage("auto", Item{Link: link}, feedText{text: "A lead."}) || !wantsPage("auto", Item{Link: link}, feedText{}) {
			t.Error("the page of an entry for subscribers is for its lead only")
		}
	})
}

func TestLeadsOnHostile(t *testing.T) {
	for _, raw := range []string{"<a ", "<a href", "<a href=>x</a>", `<a href="http://[::1">x</a>`, "<a href=/pier>x", "<a href=/pier >x</a>", strings.Repeat("<a ", 1<<20)} {
		if leadsOn(raw, "https://lorne.example/pier") != (raw == "<a href=/pier >x</a>") {
			t.Errorf("%.40q", raw)
		}
	}
	if leadsOn("<a href='/x'>x</a>", "http://[::1") {
		t.Error("a broken link leads on")
	}
}

func TestParagraphs(t *testing.T) {
	const link = "https://lorne.example/pier"
	tests := map[string]struct{ in, want string }{
		"Paragraphs":         {"<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."},
		"EscapedTwice":       {"&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."},
		"PlainLines":         {"One.\n\nTwo.", "One.\n\nTwo."},
		"InlineDoesNotGlue":  {"<p>A <b>bold</b><i>ly</i> word<br>Next.</p>", "A boldly word\n\nNext."},
		"LessThan":           {"5 < 6 and 7 > 3", "5 < 6 and 7 > 3"},
		"LessThanEscaped":    {"5 &lt; 6 and 7 &gt; 3", "5 < 6 and 7 > 3"},
		"ScriptsAreNone":     {"<p>One.</p><script>two()</script><style>p{}</style>", "One."},
		"CaptionsAreNone":    {"<figure><img src=x><figcaption>The pier. Photo: A. Varga</figcaption></figure><p>" + strings.Repeat("The board met. ", 20) + "</p>", strings.TrimSpace(strings.Repeat("The board met. ", 20))},
		"ListItems":          {"<ul><li>One pier.</li><li>Two cranes.</li></ul>", "One pier.\n\nTwo cranes."},
		"ReadMoreIsLeftOut":  {`<p>The board met.</p><p><a href="` + link + `">Read more</a></p>`, "The board met."},
		"FooterIsLeftOut":    {`<p>The board met.</p><p>The post <a href="` + link + `">Board meets</a> appeared first on <a href="https://lorne.example">Lorne</a>.</p>`, "The board met."},
		"NothingIsNothing":   {" ", ""},
		"OnlyMarkup":         {"<div><img src='x'></div>", ""},
		"UnclosedIsNoMarkup": {"a <b", "a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := paragraphs(tt.in, link); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("DeepAndLong", func(t *testing.T) {
		for _, raw := range []string{strings.Repeat("<div>", 100_000) + "word", strings.Repeat("<", 1<<20), strings.Repeat("&lt;", 200_000), strings.Repeat("word ", 1<<20)} {
			paragraphs(raw, link)
		}
	})
}
