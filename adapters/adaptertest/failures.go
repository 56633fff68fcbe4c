package adaptertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// refused checks that err is a *bot.SendError, not only wraps one, of one of
// the kinds, and that it holds no secret, and returns it.
func refused(t *testing.T, h Harness, err error, kinds ...bot.SendKind) *bot.SendError {
	t.Helper()
	keepsSecret(t, h, err)
	send, ok := err.(*bot.SendError)
	if !ok || send == nil {
		t.Fatalf("got %T, want a *bot.SendError of kind %v", err, kinds)
	}
	if !slices.Contains(kinds, send.Kind) {
		t.Errorf("got kind %v, want %v: %v", send.Kind, kinds, err)
	}
	if send.Message == "" {
		t.Errorf("the error says nothing: %#v", send)
	}
	if (send.Kind == bot.RetryAfter) != (send.RetryAfter > 0) {
		t.Errorf("kind %v with RetryAfter %v", send.Kind, send.RetryAfter)
	}
	if moved := send.MovedTo; (send.Kind == bot.Migrated) != (moved.ID != "" && moved.Platform == h.Traits().Chat.Platform && moved != h.Traits().Chat) {
		t.Errorf("kind %v with MovedTo %+v", send.Kind, moved)
	}
	return send
}

// keepsSecret checks that no error that err wraps shows the secret.
func keepsSecret(t *testing.T, h Harness, err error) {
	t.Helper()
	keeper, ok := h.(SecretKeeper)
	if !ok {
		return
	}
	if keeper.Secret() == "" {
		t.Fatal("the harness has an empty secret")
	}
	for ; err != nil; err = errors.Unwrap(err) {
		if s := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(s, keeper.Secret()) {
			t.Errorf("the secret is in the error: %s", strings.ReplaceAll(s, keeper.Secret(), "SECRET"))
		}
	}
}

func emptyMessageIsRefused(t *testing.T, h Harness) {
	messages := map[string]bot.Message{
		"no blocks":   {},
		"empty block": {Blocks: []bot.Block{{}}},
		"blanks":      say(" \t\n", "\u00a0\u200b\u202e\x1b"),
		"button only": {Buttons: [][]bot.Button{{{Label: "Press", Data: "x"}}}},
	}
	for name, m := range messages {
		_, err := h.Adapter().Send(context.Background(), h.Traits().Chat, m)
		if err == nil {
			t.Errorf("%s: got no error", name)
			continue
		}
		refused(t, h, err, bot.Content)
	}
	if posts := h.Shown(t); len(posts) > 0 {
		t.Errorf("shown:\n%s", dump(posts))
	}
	send(t, h, say("something"))
	waitFor(t, h, 0, "something")
}

// unknownChatIsGone sends to chats that no platform has. A reference that
// cannot even be parsed must not look like a passing failure.
func unknownChatIsGone(t *testing.T, h Harness) {
	platform := h.Traits().Chat.Platform
	for _, to := range []bot.ChatRef{{}, {Platform: platform}, {Platform: platform, ID: "no such chat/\x00"}, {Platform: "elsewhere", ID: h.Traits().Chat.ID}} {
		_, err := h.Adapter().Send(context.Background(), to, say("to nobody"))
		if err == nil {
			t.Errorf("%+v: got no error", to)
			continue
		}
		refused(t, h, err, bot.Gone)
	}
	if posts := h.Shown(t); len(posts) > 0 {
		t.Errorf("shown:\n%s", dump(posts))
	}
}

func cancelledSendShowsNothing(t *testing.T, h Harness) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := h.Adapter().Send(ctx, h.Traits().Chat, say("never"))
	refused(t, h, err, bot.Transient)
	send(t, h, say("afterwards"))
	if posts := waitFor(t, h, 0, "afterwards"); len(posts) != 1 {
		t.Errorf("shown:\n%s", dump(posts))
	}
}

func referencesDiffer(t *testing.T, h Harness) {
	seen := map[bot.MessageRef]bool{}
	for i := range 5 {
		ref := send(t, h, say(fmt.Sprintf("message %d", i)))
		if ref.Chat != h.Traits().Chat || ref.ID == "" || seen[ref] {
			t.Errorf("message %d has the reference %+v", i, ref)
		}
		seen[ref] = true
	}
}

// editReplaces applies to adapters that are a bot.Editor.
func editReplaces(t *testing.T, h Harness) {
	editor, ok := h.Adapter().(bot.Editor)
	if !ok {
		t.Log("the adapter is no bot.Editor")
		return
	}
	ref := send(t, h, say("the old words"))
	waitFor(t, h, 0, "the old words")
	if now, err := editor.Edit(context.Background(), ref, say("the new text")); err != nil || now != ref {
		t.Fatalf("Edit: %+v, %v; it was %+v", now, err, ref)
	}
	if posts := waitFor(t, h, 0, "the new text"); missing(posts, "old words") == "" {
		t.Errorf("the old words are still there:\n%s", dump(posts))
	}
	ref.ID = "no such message"
	if _, err := editor.Edit(context.Background(), ref, say("x")); err == nil {
		t.Error("editing an unknown message: got no error")
	} else {
		refused(t, h, err, bot.Gone, bot.Content)
	}
}

// failureKinds are all kinds of failure. After the last two an adapter may hold
// back everything.
var failureKinds = []bot.SendKind{
	bot.Transient, bot.RetryAfter, bot.Gone, bot.Forbidden, bot.Migrated, bot.Content, bot.Uncertain, bot.Conflict, bot.Auth,
}

// failuresHaveKinds injects each kind of failure and then sends again.
func failuresHaveKinds(t *testing.T, h Harness) {
	if lacks(t, h, Failing) {
		return
	}
	for _, kind := range failureKinds {
		if reason := h.Traits().CannotFail[kind]; reason != "" {
			t.Logf("%v does not occur on this platform: %s", kind, reason)
			continue
		}
		skip := len(h.Shown(t))
		h.(Failer).Fail(t, kind)
		_, err := h.Adapter().Send(context.Background(), h.Traits().Chat, say("refused"))
		if err == nil {
			t.Errorf("%v: got no error", kind)
			continue
		}
		failure := refused(t, h, err, kind)
		if kind == bot.Auth || kind == bot.Conflict {
			// The adapter may hold back everything from now on: both need
			// an operator. It must go on saying so.
			if _, err := h.Adapter().Send(context.Background(), h.Traits().Chat, say("again")); err != nil {
				refused(t, h, err, kind)
			}
			continue
		}
		recovers(t, h, failure, skip)
	}
}

// recovers checks that a message passes again, after a pause if one was
// asked for.
func recovers(t *testing.T, h Harness, failure *bot.SendError, skip int) {
	t.Helper()
	if failure.RetryAfter > patience(h) {
		t.Fatalf("the harness asks to wait for %v, which is longer than its patience of %v", failure.RetryAfter, patience(h))
	}
	time.Sleep(failure.RetryAfter)
	text := "after " + failure.Kind.String()
	if _, err := h.Adapter().Send(context.Background(), h.Traits().Chat, say(text)); err != nil {
		t.Fatalf("after %v: %v", failure.Kind, err)
	}
	waitFor(t, h, skip, text)
}

func failedReplyStopsNothing(t *testing.T, h Harness) {
	if lacks(t, h, Failing) {
		return
	}
	if reason := h.Traits().CannotFail[bot.Content]; reason != "" {
		t.Logf("%v does not occur on this platform: %s", bot.Content, reason)
		return
	}
	s := start(t, h, func(_ context.Context, c bot.Command) (bot.Reply, error) { return reply("an answer to " + c.Text), nil })
	h.(Failer).Fail(t, bot.Content)
	h.Say(t, "one")
	s.arrived(t, 1)
	h.Say(t, "two")
	waitFor(t, h, 0, "an answer to two")
}
