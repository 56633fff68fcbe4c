package discordtest_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

func TestAnswers(t *testing.T) {
	t.Run("AtOnce", func(t *testing.T) {
		p := play(t)
		use := p.ben.Slash(p.room, "/latest")
		p.Advance(time.Second)
		p.answer(p.interaction(), 4, object{"content": "Here it is"})
		post, ok := use.Wait()
		after, acknowledged := use.Acknowledged()
		switch {
		case !ok || post.Content != "Here it is" || post.EphemeralFor != nil || !post.FromBot:
			t.Errorf("the post is %+v", post)
		case !acknowledged || after < time.Second || after > within || use.Deferred() || use.Ephemeral() || use.Failed():
			t.Errorf("acknowledged %v after %v", acknowledged, after)
		case len(p.room.BotPosts()) != 1:
			t.Errorf("in the room stand %+v", p.room.Posts())
		}
	})
	t.Run("EphemeralIsSeenByOneOnly", func(t *testing.T) {
		p := play(t)
		use := p.ben.Slash(p.room, "/latest")
		p.answer(p.interaction(), 4, object{"content": "Only you", "flags": 64})
		if post, ok := use.Wait(); !ok || post.EphemeralFor != p.ben || !use.Ephemeral() {
			t.Errorf("the post is %+v", post)
		}
		if len(p.room.SeenBy(p.ben)) != 1 || len(p.room.SeenBy(p.ana)) != 0 {
			t.Errorf("Ben sees %d, Ana %d", len(p.room.SeenBy(p.ben)), len(p.room.SeenBy(p.ana)))
		}
	})
	t.Run("DeferredThenFilledAndChanged", func(t *testing.T) {
		p := play(t)
		use := p.ben.Slash(p.room, "/latest")
		i := p.interaction()
		p.answer(i, 5, object{"flags": 64})
		if !use.WaitAcknowledged() || !use.Deferred() || !use.Loading() || !use.Ephemeral() || len(use.Posts()) != 0 {
			t.Errorf("after the deferral: %v", use)
		}
		p.original("PATCH", i, object{"content": "Now"})
		p.Advance(14 * time.Minute)
		p.original("PATCH", i, object{"content": "Later"})
		if post, ok := use.Wait(); !ok || post.Content != "Later" || post.EphemeralFor != p.ben || use.Loading() || use.Edits() != 2 {
			t.Errorf("the post is %+v after %d edits", post, use.Edits())
		}
		p.followUp(i, object{"content": "And more"})
		if posts := use.WaitPosts(2, within); len(posts) != 2 || posts[1].Content != "And more" || use.FollowUps() != 1 {
			t.Errorf("posts are %+v", posts)
		}
		p.original("DELETE", i, nil)
		if posts := use.Posts(); len(posts) != 1 {
			t.Errorf("posts are %+v", posts)
		}
		p.Advance(2 * time.Minute)
		if status, body := restStatus(t, p.Server, "PATCH", fmt.Sprintf("/webhooks/%v/%s/messages/@original", p.ApplicationID(), i.Token), object{"content": "x"}); status != 401 || !bytes.Contains(body, []byte("50027")) {
			t.Errorf("after 16 minutes: %d %s", status, body)
		}
	})
	t.Run("DeferredForAllThenForOne", func(t *testing.T) {
		p := play(t)
		use := p.ben.Slash(p.room, "/latest")
		i := p.interaction()
		p.answer(i, 5, nil)
		p.original("DELETE", i, nil)
		if post, ok := use.WaitFor(10 * time.Millisecond); ok {
			t.Errorf("there is a post %+v", post)
		}
		p.followUp(i, object{"content": "Only you", "flags": 64})
		if post, ok := use.Wait(); !ok || post.EphemeralFor != p.ben || len(use.Posts()) != 1 {
			t.Errorf("the post is %+v", post)
		}
	})
	t.Run("TooLate", func(t *testing.T) {
		p := play(t)
		use := p.ben.Slash(p.room, "/latest")
		i := p.interaction()
		if use.Failed() {
			t.Error("it failed at once")
		}
		p.Advance(3*time.Second + time.Millisecond)
		status, body := restStatus(t, p.Server, "POST", fmt.Sprintf("/interactions/%v/%s/callback", i.ID, i.Token), object{"type": 5})
		if status != 404 || !bytes.Contains(body, []byte("10062")) || !use.Failed() {
			t.Errorf("answered %d %s, failed %v", status, body, use.Failed())
		}
	})
	t.Run("Twice", func(t *testing.T) {
		p := play(t)
		p.ben.Slash(p.room, "/latest")
		i := p.interaction()
		p.answer(i, 5, nil)
		status, body := restStatus(t, p.Server, "POST", fmt.Sprintf("/interactions/%v/%s/callback", i.ID, i.Token), object{"type": 5})
		if status != 400 || !bytes.Contains(body, []byte("40060")) {
			t.Errorf("answered %d %s", status, body)
		}
	})
	t.Run("Never", func(t *testing.T) {
		p := play(t)
		use := p.ben.Slash(p.room, "/latest")
		if post, ok := use.WaitFor(10 * time.Millisecond); ok || len(use.Posts()) != 0 || use.Answer() != 0 {
			t.Errorf("the post is %+v", post)
		}
	})
}
