package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// pagePatience is how long somebody at the page waits for the bot: a little
// longer than it may take.
const pagePatience = answerTime + time.Second

// A pageAct is what somebody does on the page.
type pageAct struct {
	As, Channel ID
	Text        string
	// Command and Options are what was typed, Option the one that is typed into.
	Command, Option string
	Options         map[string]any
	// Message is one under which CustomID is a button or select, of which
	// Values were chosen.
	Message  ID
	CustomID string
	Values   []string

	by   *Person
	room *Room
}

// pageActs do what is asked for and return what the client gets to know.
var pageActs = map[string]func(*page, pageAct) (any, error){
	"say":      (*page).say,
	"command":  (*page).command,
	"complete": (*page).complete,
	"useon":    (*page).useOn,
	"press":    (*page).press,
	"submit":   (*page).submit,
	"account":  (*page).account,
	"bot":      (*page).bot,
}

// acting wraps an act. Only JSON is taken, which pages of other sites cannot
// send unasked.
func (p *page) acting(act func(*page, pageAct) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			http.Error(w, "JSON is expected", http.StatusUnsupportedMediaType)
			return
		}
		var a pageAct
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxPageBody)).Decode(&a); err != nil {
			http.Error(w, "JSON is expected", http.StatusBadRequest)
			return
		}
		p.s.mu.Lock()
		a.by, a.room = p.s.people[a.As], p.s.rooms[a.Channel]
		possible := a.by != nil && a.by != p.s.bot && a.room != nil && a.room.may(a.by).Has(ViewChannel)
		p.s.mu.Unlock()
		var result any
		err := errors.New("there is no such person or channel")
		if possible {
			result, err = act(p, a)
		}
		if err != nil {
			result = map[string]string{"error": err.Error()}
		}
		sendPage(w, result)
	})
}

// acted is the answer to an act of which there is nothing to tell.
var acted = struct{}{}

// say writes a message.
func (p *page) say(a pageAct) (any, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if err := a.by.mayWrite(a.room); err != nil {
		return nil, err
	}
	m := Message{Content: a.Text}
	if a.Message != 0 {
		m.MessageReference = &MessageReference{MessageID: a.Message, ChannelID: a.room.channel.ID}
	}
	p.s.dispatchMessage("MESSAGE_CREATE", p.s.write(a.room, a.by, m))
	return acted, nil
}

// use makes an interaction, waits for what the bot does at first, and returns
// the form that it shows, if it does. Unlike Person.act it is no violation to
// try what is not possible.
func (p *page) use(a pageAct, begin func() (*interaction, error)) (any, error) {
	p.s.mu.Lock()
	i, err := begin()
	if err == nil {
		p.s.announce(i)
		p.s.touch()
	}
	p.s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	u := &Use{s: p.s, i: i}
	p.s.Wait(pagePatience, func() bool { return u.Answer() != 0 || u.Failed() })
	if u.Answer() == 0 {
		return nil, errors.New("the application did not respond")
	}
	f, shown := u.Form()
	if !shown {
		return acted, nil
	}
	p.mu.Lock()
	p.forms[a.As] = f
	p.mu.Unlock()
	return map[string]any{"form": f}, nil
}

// begin reads what was typed. It is called with mu held.
func (a pageAct) begin() (*typing, error) {
	t, err := a.by.typed(a.room, "/"+a.Command)
	if err != nil {
		return nil, err
	}
	for name, value := range a.Options {
		t.given[name] = value
	}
	return t, nil
}

// command sends a slash command.
func (p *page) command(a pageAct) (any, error) {
	return p.use(a, func() (*interaction, error) {
		t, err := a.begin()
		if err != nil {
			return nil, err
		}
		return t.send(nil)
	})
}

// complete asks what the text of an option could become.
func (p *page) complete(a pageAct) (any, error) {
	var i *interaction
	_, err := p.use(a, func() (*interaction, error) {
		t, err := a.begin()
		if err == nil {
			i, err = t.complete(a.Option, a.Text)
		}
		return i, err
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{"choices": (&Use{s: p.s, i: i}).Choices()}, nil
}

// useOn uses a command on a message.
func (p *page) useOn(a pageAct) (any, error) {
	return p.use(a, func() (*interaction, error) {
		m, err := a.message()
		if err != nil {
			return nil, err
		}
		return a.by.useOn(m.Message, a.Command)
	})
}

// message finds the message that is meant. It is called with mu held.
func (a pageAct) message() (*stored, error) {
	m := a.room.byID[a.Message]
	if m == nil || !m.seenBy(a.by) {
		return nil, errors.New("the message is no more")
	}
	return m, nil
}

// press presses a button, or chooses something in a select.
func (p *page) press(a pageAct) (any, error) {
	return p.use(a, func() (*interaction, error) {
		m, err := a.message()
		if err != nil {
			return nil, err
		}
		c, found := findComponent(m.Components, func(c Component) bool { return c.CustomID == a.CustomID && c.CustomID != "" })
		switch {
		case !found || c.Disabled:
			return nil, errors.New("there is no such button")
		case c.Type == Button:
			return a.by.touchComponent(m, c.CustomID, Button, nil), nil
		}
		values, err := c.choose(a.Values)
		if err != nil {
			return nil, err
		}
		i := a.by.touchComponent(m, c.CustomID, c.Type, values)
		i.body.Data.Resolved = a.by.resolve(c, values, m.room)
		return i, nil
	})
}

// submit sends the form that the person was shown last.
func (p *page) submit(a pageAct) (any, error) {
	p.mu.Lock()
	f, shown := p.forms[a.As]
	p.mu.Unlock()
	if !shown {
		return nil, errors.New("no form is shown")
	}
	return p.use(a, func() (*interaction, error) { return a.by.submit(f, a.Values) })
}

// account changes something about the person: "install" installs the bot for
// them or undoes that, "block" closes their direct messages or opens them.
func (p *page) account(a pageAct) (any, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	switch a.Text {
	case "install":
		a.by.installed = !a.by.installed
	case "block":
		a.by.closed = !a.by.closed
	default:
		return nil, fmt.Errorf("%q is nothing that can be changed", a.Text)
	}
	p.s.touch()
	return acted, nil
}

// bot brings the bot into the guild, or takes it out.
func (p *page) bot(a pageAct) (any, error) {
	if a.room.guild == nil || !slices.Contains([]string{"invite", "kick"}, a.Text) {
		return nil, errors.New("there is no server to bring the bot into")
	}
	if a.Text == "invite" {
		a.room.guild.Invite()
	} else if a.room.guild.Has(p.s.bot) {
		a.room.guild.Kick(p.s.bot)
	}
	return acted, nil
}
