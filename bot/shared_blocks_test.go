package bot_test

import (
	"slices"
	"sync"
	"testing"

	"wirebrief/bot"
)

func TestOnceOf(t *testing.T) {
	type key struct{ n int }
	blocks := []bot.Block{{Runs: []bot.Run{{Text: "a"}}}, {Runs: []bot.Run{{Text: "b"}}}}
	shared := bot.Message{Blocks: blocks, Shared: bot.ShareBlocks(blocks)}
	changed := func(change func(m *bot.Message)) bot.Message {
		m := shared
		change(&m)
		return m
	}
	count := func(messages ...bot.Message) (n int) {
		for _, m := range messages {
			for _, k := range []key{{1}, {2}, {1}} {
				if got := bot.OnceOf(m, k, func() int { n++; return 10 * k.n }); got != 10*k.n {
					t.Errorf("%d for key %d", got, k.n)
				}
			}
		}
		return n
	}
	if n := count(shared, shared, changed(func(m *bot.Message) { m.Silent = true })); n != 2 {
		t.Errorf("made %d times for 2 keys", n)
	}
	for name, m := range map[string]bot.Message{
		"not shared":   changed(func(m *bot.Message) { m.Shared = nil }),
		"one before":   changed(func(m *bot.Message) { m.Blocks = slices.Insert(slices.Clip(m.Blocks), 0, bot.Block{}) }),
		"one behind":   changed(func(m *bot.Message) { m.Blocks = append(slices.Clip(m.Blocks), bot.Block{}) }),
		"one less":     changed(func(m *bot.Message) { m.Blocks = m.Blocks[:1] }),
		"others":       changed(func(m *bot.Message) { m.Blocks = slices.Clone(m.Blocks) }),
		"none at all":  changed(func(m *bot.Message) { m.Blocks = nil }),
		"only a block": {Blocks: []bot.Block{{}}},
	} {
		t.Run(name, func(t *testing.T) {
			if n := count(m); n != 3 {
				t.Errorf("made %d times", n)
			}
		})
	}
	t.Run("at the same time", func(t *testing.T) {
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { count(shared) })
		}
		all.Wait()
	})
}
