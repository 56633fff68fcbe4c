package page_test

import (
	"strings"
	"testing"

	"wirebrief/adapters/page"
)

// TestParseKnowsNoticesByTheirWords ends a short text with a notice.
func TestParseKnowsNoticesByTheirWords(t *testing.T) {
	for name, notice := range map[string]string{
		"English":           "Subscribe to continue reading.",
		"English, sign in":  "Sign in or create a free account to keep reading",
		"English, claim":    "This article is for subscribers only.",
		"English, metered":  "You’ve reached your limit of free articles.",
		"French":            "Abonnez-vous pour lire la suite de cet article.",
		"French, claim":     "La suite de cet article est réservée aux abonnés.",
		"German":            "Melden Sie sich an, um weiterzulesen.",
		"Spanish":           "Suscríbete para seguir leyendo",
		"Portuguese":        "Assine para continuar lendo.",
		"Italian":           "Abbonati per continuare a leggere",
		"Dutch":             "Wilt u verder lezen? Word abonnee: log in of neem een abonnement.",
		"Polish":            "Zaloguj się, aby czytać dalej.",
		"Turkish":           "Okumaya devam etmek için giriş yapın.",
		"Azerbaijani":       "Oxumağa davam etmək üçün abunə olun.",
		"Russian":           "Подпишитесь, чтобы читать дальше.",
		"Ukrainian":         "Оформіть передплату, щоб читати далі.",
		"Arabic":            "اشترك لمتابعة القراءة",
		"capitals":          "SUBSCRIBE NOW TO READ THE FULL STORY",
		"curly apostrophes": "Abonnez-vous pour lire l’intégralité de l’article",
	} {
		t.Run(name, func(t *testing.T) {
			a, err := page.Parse([]byte("<title>The harbour board met</title>"+sentences+"<p>"+notice+"</p>"), page.Options{})
			if err != nil || !a.Excerpt || strings.Contains(a.Text, notice) || !strings.Contains(a.Text, "The harbour board met") {
				t.Errorf("excerpt %v (%v): %q", a.Excerpt, err, a.Text)
			}
		})
	}
}

// TestParseKeepsSentencesThatAreNoNotice ends a short text with words that
// notices have, too.
func TestParseKeepsSentencesThatAreNoNotice(t *testing.T) {
	for name, last := range map[string]string{
		"speech":              "“You must subscribe to continue reading the notices of the port,” the harbour master told the board.",
		"subscribers as news": "The company said that it had gained 1,200 subscribers in the spring.",
		"reading as news":     "The clerk was asked to read the full story of the quay, and he did so for an hour.",
		"register as news":    "Owners of boats must register them before the end of the month.",
		"log as news":         "The log in the harbour office ends on Monday.",
		"a long sentence":     "Those who want to register may read the full rules in the harbour office, which is open every weekday from nine in the morning until five in the evening except in the first week of August, when the clerk is away and when the door stays shut for all of the week as well.",
	} {
		t.Run(name, func(t *testing.T) {
			a, err := page.Parse([]byte("<title>The harbour board met</title>"+sentences+"<p>"+last+"</p>"), page.Options{})
			if err != nil || a.Excerpt || !strings.Contains(a.Text, last) {
				t.Errorf("excerpt %v (%v): %q", a.Excerpt, err, a.Text)
			}
		})
	}
}

func TestParseExcerpt(t *testing.T) {
	const notice = `<div class="wall"><p>Subscribe to continue reading.</p></div>`
	locked := func(more string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"The harbour board met","isAccessibleForFree":false` + more + `}</script>`
	}
	long := strings.Repeat(sentences, 15)
	for name, c := range map[string]struct {
		page string
		want bool
	}{
		"free and short":                        {sentences, false},
		"declared free":                         {`<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"True"}</script>` + sentences, false},
		"declared, short":                       {locked("") + sentences, true},
		"declared, long":                        {locked("") + long, false},
		"declared, long, ends with the notice":  {locked("") + long + notice, true},
		"declared, of a fifth of its words":     {locked(`,"wordCount":"3000"`) + long, true},
		"declared, of all its words":            {locked(`,"wordCount":44`) + sentences, false},
		"declared, body in JSON-LD is longer":   {locked(`,"articleBody":"`+strings.Repeat("word ", 900)+`"`) + sentences, true},
		"a count that is no number":             {locked(`,"wordCount":"many"`) + long, false},
		"part missing":                          {locked(`,"hasPart":{"isAccessibleForFree":"false","cssSelector":".rest"}`) + strings.Repeat(sentences, 6), true},
		"part missing, long":                    {locked(`,"hasPart":{"isAccessibleForFree":"false","cssSelector":".rest"}`) + long, false},
		"selector of more than one element":     {locked(`,"hasPart":{"isAccessibleForFree":"false","cssSelector":"main > .rest:nth-child(2)"}`) + long, false},
		"part declared free":                    {`<script type="application/ld+json">{"@type":"NewsArticle","hasPart":{"isAccessibleForFree":true,"cssSelector":".a"}}</script>` + sentences, false},
		"part by id":                            {locked(`,"hasPart":{"isAccessibleForFree":false,"cssSelector":"#rest"}`) + `<div id="rest">` + strings.Repeat(sentences, 4) + "</div>", false},
		"part by two classes":                   {locked(`,"hasPart":{"isAccessibleForFree":false,"cssSelector":".a.b"}`) + `<div class="b c a">` + strings.Repeat(sentences, 4) + "</div>", false},
		"named box and declared":                {locked("") + strings.Repeat(sentences, 8) + `<div id="article-paywall">One month for one mark, cancel at any time</div>`, true},
		"named box alone":                       {sentences + `<div id="article-paywall">One month for one mark, cancel at any time</div>`, false},
		"notice outside of the body, short":     {`<div class="paywall">Log in to read the full article</div>` + sentences, true},
		"notice outside of the body, long":      {`<div class="paywall">Log in to read the full article</div>` + long, false},
		"notice at the end of a long free text": {long + notice, false},
		"hidden notice":                         {sentences + `<div hidden>` + notice + `</div>`, false},
		"notice in a template":                  {sentences + `<template>` + notice + `</template>`, false},
		"metered tier, whole":                   {`<meta property="article:content_tier" content="metered">` + long, false},
		"locked tier, short":                    {`<meta property="article:content_tier" content="Locked">` + sentences, true},
		"free tier":                             {`<meta property="article:content_tier" content="free">` + sentences, false},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := page.Parse([]byte("<html><head><title>The harbour board met</title></head><body><article>"+c.page+"</article></body></html>"), page.Options{})
			if err != nil || a.Excerpt != c.want {
				t.Errorf("excerpt %v (%v), want %v; text %d bytes, ends %q", a.Excerpt, err, c.want, len(a.Text), a.Text[max(0, len(a.Text)-60):])
			}
			if strings.Contains(a.Text, "Subscribe to continue") {
				t.Error("the notice is in the text")
			}
		})
	}
}
