package bot_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

var errBroken = errors.New("the disk is on fire")

// A failing store breaks at one of its calls.
type failing struct {
	*db.DB
	// left counts the calls that still work; -1 for all.
	left int
}

func (f *failing) fail() error {
	if f.left == 0 {
		return errBroken
	}
	f.left--
	return nil
}

func (f *failing) SearchArticles(ctx context.Context, s bot.Search) (bot.Hits, error) {
	if err := f.fail(); err != nil {
		return bot.Hits{}, err
	}
	return f.DB.SearchArticles(ctx, s)
}

func (f *failing) FindArticles(ctx context.Context, ids []int64) ([]bot.StoredArticle, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.DB.FindArticles(ctx, ids)
}

func (f *failing) FindRevision(ctx context.Context, revision int64) (bot.StoredArticle, error) {
	if err := f.fail(); err != nil {
		return bot.StoredArticle{}, err
	}
	return f.DB.FindRevision(ctx, revision)
}

func (f *failing) FindLastSent(ctx context.Context, chat bot.ChatRef) (any, time.Time, error) {
	if err := f.fail(); err != nil {
		return nil, time.Time{}, err
	}
	return f.DB.FindLastSent(ctx, chat)
}

func (f *failing) FindNames(ctx context.Context) ([]string, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.DB.FindNames(ctx)
}

func (f *failing) FindPublishers(ctx context.Context, limit int) ([]bot.Publisher, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.DB.FindPublishers(ctx, limit)
}

func (f *failing) CreateSubscription(ctx context.Context, ev bot.Event, s bot.Subscription) (bot.Subscription, bool, error) {
	if err := f.fail(); err != nil {
		return bot.Subscription{}, false, err
	}
	return f.DB.CreateSubscription(ctx, ev, s)
}

func (f *failing) UpdateSubscription(ctx context.Context, ev bot.Event, chat bot.ChatRef, id int64, m bot.Mode) (bot.Mode, bot.Subscription, error) {
	if err := f.fail(); err != nil {
		return "", bot.Subscription{}, err
	}
	return f.DB.UpdateSubscription(ctx, ev, chat, id, m)
}

func (f *failing) DeleteSubscription(ctx context.Context, ev bot.Event, chat bot.ChatRef, id int64) (bot.Subscription, error) {
	if err := f.fail(); err != nil {
		return bot.Subscription{}, err
	}
	return f.DB.DeleteSubscription(ctx, ev, chat, id)
}

func (f *failing) FindSubscriptions(ctx context.Context, chat bot.ChatRef) ([]bot.Subscription, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.DB.FindSubscriptions(ctx, chat)
}

func (f *failing) PauseSubscription(ctx context.Context, ev bot.Event, chat bot.ChatRef, id int64, paused bool) (bot.Subscription, error) {
	if err := f.fail(); err != nil {
		return bot.Subscription{}, err
	}
	return f.DB.PauseSubscription(ctx, ev, chat, id, paused)
}

func (f *failing) FindSettings(ctx context.Context, chat bot.ChatRef) (bot.Settings, error) {
	if err := f.fail(); err != nil {
		return bot.Settings{}, err
	}
	return f.DB.FindSettings(ctx, chat)
}

func (f *failing) ChangeSettings(ctx context.Context, ev bot.Event, chat bot.ChatRef, c bot.SettingsChange) (before, after bot.Settings, err error) {
	if err := f.fail(); err != nil {
		return bot.Settings{}, bot.Settings{}, err
	}
	return f.DB.ChangeSettings(ctx, ev, chat, c)
}

func (f *failing) ExportChat(ctx context.Context, chat bot.ChatRef) ([]byte, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.DB.ExportChat(ctx, chat)
}

func (f *failing) DeleteChat(ctx context.Context, ev bot.Event, chat bot.ChatRef) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.DB.DeleteChat(ctx, ev, chat)
}

// Preview makes a failing store a previewer, too.
func (f *failing) Preview(context.Context, bot.ChatRef) (bot.Message, error) {
	return bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "Nothing yet"}}}}}, f.fail()
}

func (f *failing) CreatePhrase(ctx context.Context, chat bot.ChatRef, text string) (string, error) {
	if err := f.fail(); err != nil {
		return "", err
	}
	return f.DB.CreatePhrase(ctx, chat, text)
}

func (f *failing) FindPhrase(ctx context.Context, key string) (string, error) {
	if err := f.fail(); err != nil {
		return "", err
	}
	return f.DB.FindPhrase(ctx, key)
}

func (f *failing) CountArticles(ctx context.Context, since time.Time) (bot.Totals, error) {
	if err := f.fail(); err != nil {
		return bot.Totals{}, err
	}
	return f.DB.CountArticles(ctx, since)
}

// TestAnswersWhenTheStoreFails breaks the store at its first call, then at its
// second, and so on: there is an answer in plain words each time, and the
// error comes back for the log.
func TestAnswersWhenTheStoreFails(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	stored := store(t, d, news...)
	long := strings.Repeat("wheat OR lorne OR harvest OR ", 6) + "mills"
	sub, _, err := d.CreateSubscription(ctx, bot.Event{}, bot.Subscription{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Topic: mustTopic(t, "grain"), Mode: bot.Weekly})
	if err != nil {
		t.Fatal(err)
	}
	revision := base36(stored[len(stored)-1].Revision)
	for name, ask := range map[string]bot.Command{
		"latest":      {Text: "/latest"},
		"a topic":     {Text: "/latest strike"},
		"a long one":  {Text: "/latest " + long},
		"a period":    {Text: "/latest mills today"},
		"misspelt":    {Text: "/latest karabah"},
		"two words":   {Text: "/latest rebuilt shcool"},
		"unknown":     {Text: "/latest sudan"},
		"subscribe":   {Text: "/subscribe ports"},
		"a mode":      {Text: "/subscribe grain instant"},
		"a question":  {Text: "/subscribe"},
		"unsubscribe": {Text: "/unsubscribe"},
		"topics":      {Text: "/topics"},
		"sources":     {Text: "/sources"},
		"settings":    {Text: "/settings"},
		"digest":      {Text: "/digest"},
		"a time":      {Text: "/digest weekdays 7:30"},
		"a preview":   {Text: "/digest now"},
		"a zone":      {Text: "/timezone yerevan"},
		"which zone":  {Text: "/timezone"},
		"quiet":       {Text: "/quiet 22-7"},
		"quiet hours": {Text: "/quiet"},
		"pause":       {Text: "/pause 3 days"},
		"resume":      {Text: "/resume"},
		"languages":   {Text: "/language"},
		"reading":     {Text: "/language reading en tr"},
		"mydata":      {Text: "/mydata"},
		"forgotten":   {Button: "1x" + base36(morning.Unix()/60)},
		"say nothing": {Text: "/settings nothing skip"},
		"a topic's":   {Button: "1g" + base36(sub.ID)},
		"hold back":   {Button: "1k" + base36(sub.ID) + ".1"},
		"start":       {Text: "/start"},
		"several":     {Text: "/help\n/topics\n/latest strike"},
		"in context":  {Button: "1c" + revision},
		"more":        {Button: "1q" + revision},
		"open":        {Button: "1o" + base36(stored[0].Article)},
		"remove":      {Button: "1d" + base36(sub.ID)},
		"quotes":      {Text: "/quotes strike"},
		"figures":     {Text: "/figures"},
		"why":         {Text: "/why strike"},
		"why sent":    {Text: "/why"},
		"why pressed": {Button: "1h1." + revision},
		"a phrase":    {Button: "1a#anykey"},
	} {
		t.Run(name, func(t *testing.T) {
			ask.Chat = bot.ChatRef{Platform: "test", ID: "1"}
			for n := 0; ; n++ {
				f := &failing{DB: d, left: n}
				b := bot.New(bot.Options{Articles: f, Names: f, Subscriptions: f, Phrases: f, Settings: f, Pauser: f, Preview: f, Sent: f, Now: c.now})
				reply, err := b.Handle(ctx, ask)
				if f.left > 0 || err == nil {
					if err != nil || n == 0 {
						t.Errorf("call %d: %v, though the store works", n, err)
					}
					return
				}
				if !errors.Is(err, errBroken) || len(reply.Messages) == 0 || strings.Contains(said(reply), "fire") {
					t.Errorf("broken at call %d: said %q, %v", n+1, said(reply), err)
				}
				for _, m := range reply.Messages {
					checkMessage(t, m)
				}
			}
		})
	}
}

func base36(n int64) string { return strconv.FormatInt(n, 36) }

func mustTopic(t testing.TB, s string) briefing.Topic {
	t.Helper()
	topic, err := briefing.ParseTopic(s)
	if err != nil {
		t.Fatal(err)
	}
	return topic
}
