package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// offers answers an inquiry of ann.
func offers(t testing.TB, b *bot.Bot, text, page string) bot.Offers {
	t.Helper()
	o, err := b.Offer(t.Context(), bot.Inquiry{Platform: "test", User: annUser, Text: text, Page: page, Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	checkOffers(t, o)
	return o
}

// checkOffers checks what holds for all offers.
func checkOffers(t testing.TB, o bot.Offers) {
	t.Helper()
	var ids []string
	for _, offer := range o.Offers {
		if offer.ID == "" || len(offer.ID) > 64 || slices.Contains(ids, offer.ID) {
			t.Errorf("an offer has the id %q", offer.ID)
		}
		ids = append(ids, offer.ID)
		if offer.Title == "" || offer.Title != bot.Plain(offer.Title) || offer.Description == "" || offer.Description != bot.Plain(offer.Description) {
			t.Errorf("an offer is called %q, %q", offer.Title, offer.Description)
		}
		checkMessage(t, offer.Message)
		for _, row := range offer.Message.Buttons {
			for _, button := range row {
				if button.URL == "" && !button.Private {
					t.Errorf("the button %q is no link", button.Label)
				}
			}
		}
	}
	if len(o.Next) > 64 {
		t.Errorf("the next page is %q", o.Next)
	}
	if (o.Notice == "") != (o.NoticeKey == "") {
		t.Errorf("the notice %q leads to %q", o.Notice, o.NoticeKey)
	}
}

func TestOffers(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	o := offers(t, b, "strike", "")
	if len(o.Offers) != 1 || o.Next != "" || o.Notice != "" || o.Life != time.Minute || o.Personal {
		t.Fatalf("offers %+v", o)
	}
	first := o.Offers[0]
	if first.Title != strike.title || first.URL != strike.url || first.Message.Preview != strike.url || first.Description != "Example Wire and Sample Gazette · 2 hours ago" {
		t.Errorf("offers %+v", first)
	}
	reply := bot.Reply{Messages: []bot.Message{first.Message}}
	if got := said(reply); !strings.HasPrefix(got, strike.title) || !strings.Contains(got, "No crane moves") || !strings.Contains(got, "12 million crowns") {
		t.Errorf("offers %q", got)
	}
	if button(t, reply, "Read").URL != strike.url || !button(t, reply, "Follow strike").Private {
		t.Errorf("buttons are %+v", first.Message.Buttons)
	}
	newest := offers(t, b, "", "")
	if len(newest.Offers) != 3 || newest.Next == "" {
		t.Fatalf("offers %+v", newest)
	}
	for _, offer := range newest.Offers {
		for _, row := range offer.Message.Buttons {
			for _, button := range row {
				if button.Private {
					t.Errorf("offers to follow %q, which nobody typed", button.Label)
				}
			}
		}
	}
	if none := offers(t, b, "zeppelin", ""); len(none.Offers) != 0 || none.Notice != "Nothing on this. Open the bot" || none.NoticeKey != "k_hello" {
		t.Errorf("offers %+v", none)
	}
}

// TestOffersHavePages: each story once, also while articles arrive.
func TestOffersHavePages(t *testing.T) {
	c := &clock{morning}
	d, b := newDesk(t, c, nil)
	store(t, d, fillers(20)...)
	seen := map[string]bool{}
	for page, n := "", 0; ; n++ {
		o := offers(t, b, "castell", page)
		for _, offer := range o.Offers {
			if seen[offer.ID] {
				t.Errorf("%s is offered twice", offer.Title)
			}
			seen[offer.ID] = true
		}
		if page = o.Next; page == "" {
			break
		}
		late := fillers(1)
		late[0].title, late[0].url = fmt.Sprintf("Castell late news %d", n), fmt.Sprintf("https://courier.example/late/%d", n)
		store(t, d, late...)
	}
	if len(seen) != 20 {
		t.Errorf("offered %d stories, want 20", len(seen))
	}
	first := offers(t, b, "castell", "").Offers[0].ID
	for _, page := range []string{"x", "-3", "1", "1.", ".1", "-1.1", "1.-1", "99999999999999999999.1", "1.zzzzzzzzzzzzzzzzzzzz"} {
		if o := offers(t, b, "castell", page); len(o.Offers) == 0 || o.Offers[0].ID != first {
			t.Errorf("page %q does not begin anew", page)
		}
	}
	if o := offers(t, b, "castell", "9999999.0"); len(o.Offers) != 0 || o.Next != "" || o.Notice != "" {
		t.Errorf("beyond the end are %+v", o)
	}
	for _, limit := range []int{-1, 0, 1 << 40} {
		o, err := b.Offer(t.Context(), bot.Inquiry{Platform: "test", User: annUser, Text: "castell", Limit: limit})
		if checkOffers(t, o); err != nil || len(o.Offers) == 0 || len(o.Offers) > 50 {
			t.Errorf("with the limit %d: %d offers, %v", limit, len(o.Offers), err)
		}
	}
}

func TestHostileInquiries(t *testing.T) {
	d, b := newDesk(t, &clock{morning}, nil)
	evil := sample{publisher: "\u202eEvil\u0000 Wire", lang: "en", age: time.Minute, title: "", url: "javascript:alert(1)", text: "Zeppelin \u202e<b>@all</b> " + strings.Repeat("long ", 2000)}
	store(t, d, evil)
	if o := offers(t, b, "zeppelin", ""); len(o.Offers) != 1 || o.Offers[0].URL != "" || o.Offers[0].Title != "(no headline)" || o.Offers[0].Message.Preview != "" {
		t.Errorf("offers %+v", o)
	}
	for _, text := range []string{"-", `"`, `""`, "OR", "from:", "lang:", "-strike", strings.Repeat("a", 201), strings.Repeat("(", 200), "strike\x00", "\xff\xfe", "\u202e", "' OR 1=1 --", "strike OR " + strings.Repeat("x ", 90)} {
		offers(t, b, text, "")
	}
	// A long topic has no button: its words would have to be stored at each key.
	for _, o := range offers(t, b, `strike OR "`+strings.Repeat("harbour ", 8)+`"`, "").Offers {
		for _, row := range o.Message.Buttons {
			if row[len(row)-1].Private {
				t.Errorf("offers %+v", row)
			}
		}
	}
	data, err := d.ExportChat(t.Context(), bot.ChatRef{Platform: "test", ID: annUser.ID})
	if err != nil || strings.Contains(string(data), "harbour") {
		t.Errorf("stored are %s, %v", data, err)
	}
}

func TestWhoHasOffers(t *testing.T) {
	ask := func(t *testing.T, access bot.Access) bot.Offers {
		_, b := newDesk(t, &clock{morning}, func(o *bot.Options) { o.Access = access })
		return offers(t, b, "strike", "")
	}
	for name, access := range map[string]bot.Access{
		"a stranger": {Mode: bot.AccessInvite}, "who is not listed": {Mode: bot.AccessListed, Listed: []string{"other:ann"}},
	} {
		t.Run(name, func(t *testing.T) {
			if o := ask(t, access); len(o.Offers) > 0 || o.Notice != "Open the bot to be let in" || o.NoticeKey != "k_hello" || !o.Personal {
				t.Errorf("offers %+v", o)
			}
		})
	}
	for name, access := range map[string]bot.Access{
		"everybody": {Mode: bot.AccessOpen}, "who is listed": {Mode: bot.AccessListed, Listed: []string{"test:ann"}},
	} {
		t.Run(name, func(t *testing.T) {
			if o := ask(t, access); len(o.Offers) != 1 || o.Personal != (access.Mode != bot.AccessOpen) {
				t.Errorf("offers %+v", o)
			}
		})
	}
	t.Run("who was let in", func(t *testing.T) {
		d, b := newDesk(t, &clock{morning}, func(o *bot.Options) { o.Access.Mode = bot.AccessInvite })
		code := invite(t, d, bot.Invite{Uses: 1, Expires: morning.Add(time.Hour)})
		handle(t, b, bot.Command{EventID: "1", Chat: bot.ChatRef{Platform: "test", ID: "ann"}, User: annUser, Text: "/start " + code})
		if o := offers(t, b, "strike", ""); len(o.Offers) != 1 || !o.Personal {
			t.Errorf("offers %+v", o)
		}
	})
}

// TestInquiriesHaveARate: who types quickly is answered at every key, who never
// ends is not.
func TestInquiriesHaveARate(t *testing.T) {
	c := &clock{morning}
	_, b := newDesk(t, c, func(o *bot.Options) { o.Rates = bot.DefaultRates() })
	for i := range 30 {
		if o := offers(t, b, "strike", ""); len(o.Offers) != 1 {
			t.Fatalf("inquiry %d: %+v", i, o)
		}
	}
	if o := offers(t, b, "strike", ""); len(o.Offers) > 0 || o.Notice != "" || o.Life != 0 || !o.Personal {
		t.Errorf("offers %+v", o)
	}
	if got := said(sends(t, b, "strike")); !strings.HasPrefix(got, "strike") {
		t.Errorf("in the private chat said %q", got)
	}
	c.t = c.t.Add(2 * time.Second)
	if o := offers(t, b, "strike", ""); len(o.Offers) != 1 {
		t.Errorf("later: %+v", o)
	}
}

func TestOffersSayWhenSomethingIsWrong(t *testing.T) {
	b := bot.New(bot.Options{Articles: articleFinder{search: func() (bot.Hits, error) { return bot.Hits{}, context.DeadlineExceeded }}})
	o, err := b.Offer(t.Context(), bot.Inquiry{Platform: "test", User: annUser, Text: "strike", Limit: 3})
	if err == nil || !strings.HasPrefix(o.Notice, "Something went wrong") || !o.Personal || o.Life != 0 {
		t.Errorf("offers %+v, %v", o, err)
	}
}

// BenchmarkOffers measures an inquiry at 100,000 articles; the budget is 5 ms.
func BenchmarkOffers(b *testing.B) {
	c := &clock{morning}
	d := newStore(b, c)
	const n, batch = 100_000, 2_000
	all := fillers(n)
	for i := range all {
		all[i].title = fmt.Sprintf("Castell council meeting number %d on %s", i+1, []string{"benches", "lamps", "paint", "trams"}[i%4])
	}
	for i := 0; i < n; i += batch {
		store(b, d, all[i:i+batch]...)
	}
	answers := bot.New(bot.Options{Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now})
	for _, text := range []string{"", "castell", "trams", "council lamps", "zeppelin"} {
		b.Run(fmt.Sprintf("%q", text), func(b *testing.B) {
			for b.Loop() {
				if _, err := answers.Offer(b.Context(), bot.Inquiry{Platform: "test", User: annUser, Text: text, Limit: 10}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
