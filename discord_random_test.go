package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/adaptertest"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

func discordCrowdSizeOf() crowdSize {
	if os.Getenv(crashFull) == "full" {
		return crowdSize{updates: 10_000, people: 40, groups: 12, kills: 30}
	}
	return crowdSize{updates: 240, people: 12, groups: 3, kills: 2}
}

// TestDiscordCrowd has people do what they like, in random order, while digests
// go out and the service is killed in the middle of that. Whatever was
// acknowledged has its answer in the end, each digest has arrived once, and what
// the channels follow is what a model of them says.
func TestDiscordCrowd(t *testing.T) {
	size, seed := discordCrowdSizeOf(), adaptertest.Seed(t)
	t.Logf("%d uses by %d people", size.updates, size.people)
	p := newDiscordProgram(t, 20, "WIREBRIEF_ACCESS_MODE=open")
	c := newDiscordCrowd(p, size, rand.New(rand.NewPCG(seed, 2)))
	c.owe(8 * size.kills)
	p.begin()
	began, kills := time.Now(), 0
	for done := 0; done < size.updates; done += c.round {
		var uses []*discordtest.Use
		for range c.round {
			uses = append(uses, c.act()...)
		}
		if kills*size.updates < size.kills*(done+c.round) {
			time.Sleep(time.Duration(c.r.IntN(80)) * time.Millisecond)
			p.end(os.Kill)
			p.begin()
			p.answered()
			p.Advance(answerTime + time.Second) // nobody waits for what was not heard
			kills++
		}
		c.settle(uses)
	}
	t.Logf("%d messages, %d kills, %d of %d uses were acknowledged, %v", p.Sent(), kills, c.acknowledged, c.used, time.Since(began).Round(time.Second))
	c.check(t)
	p.stop()
	checkIntegrity(t, p.file)
}

// A discordCrowd is the people of the random test, and the model of what their
// channels follow.
type discordCrowd struct {
	p      *discordProgram
	r      *rand.Rand
	people []*discordtest.Person
	// owned leads from each channel to the owner of its server.
	owned map[*discordtest.Room]*discordtest.Person
	// rooms are where the model holds; in wild anything may be pressed.
	rooms []*discordtest.Room
	wild  *discordtest.Room
	// owed are the channels in which nothing happens but their digest.
	owed []*discordtest.Room
	// round is how many things happen between two looks.
	round int
	// following are the topics of each channel by its id in the store.
	following map[string]map[string]bool
	// changes are the commands of this round that change what is followed.
	changes            map[string]discordChange
	used, acknowledged int
}

// A discordChange is a command that changes what a channel follows.
type discordChange struct {
	by   *discordtest.Person
	room *discordtest.Room
	text string
	use  *discordtest.Use
}

func newDiscordCrowd(p *discordProgram, size crowdSize, r *rand.Rand) *discordCrowd {
	c := &discordCrowd{p: p, r: r, round: 30, owned: map[*discordtest.Room]*discordtest.Person{}, following: map[string]map[string]bool{}, changes: map[string]discordChange{}}
	for i := range size.people {
		c.people = append(c.people, p.AddPerson(discordtest.User{Username: fmt.Sprint("person", i)}))
	}
	for i := range size.groups {
		owner := c.people[i]
		guild := p.AddGuild(fmt.Sprint("Guild ", i), owner, c.people...)
		for _, command := range bot.Commands() {
			guild.AllowCommand(command.Name)
		}
		for _, room := range []*discordtest.Room{guild.AddTextChannel("news"), guild.AddNews("wire")} {
			c.rooms, c.owned[room] = append(c.rooms, room), owner
		}
		if i == 0 {
			c.wild = guild.AddTextChannel("wild")
			c.owned[c.wild] = owner
		}
	}
	return c
}

// owe makes a store in which channels are owed a digest, one after the other.
func (c *discordCrowd) owe(channels int) {
	c.p.t.Helper()
	guild := c.p.AddGuild("Readers", c.people[0])
	var refs []bot.ChatRef
	for i := range channels {
		room := guild.AddTextChannel(fmt.Sprint("digest-", i))
		c.owed = append(c.owed, room)
		refs = append(refs, bot.ChatRef{Platform: "discord", ID: room.ID().String()})
	}
	oweDigestsTo(c.p.t, c.p.file, refs)
	edit(c.p.t, c.p.file, `UPDATE chats SET next_digest = next_digest + id * 100`)
	c.p.storeNews()
}

// act is one thing that somebody does.
func (c *discordCrowd) act() (uses []*discordtest.Use) {
	person, topic := pick(c.r, c.people), pick(c.r, crowdTopics)
	room := pick(c.r, append(slices.Clone(c.rooms), c.wild, person.Private()))
	switch c.r.IntN(12) {
	case 0, 1, 2:
		return c.change(pick(c.r, c.rooms), "/subscribe", topic)
	case 3:
		return c.change(pick(c.r, c.rooms), "/unsubscribe", topic)
	case 4:
		return []*discordtest.Use{person.Slash(room, "/latest topic:"+topic)}
	case 5:
		return []*discordtest.Use{person.Slash(room, pick(c.r, []string{"/topics", "/settings", "/help", "/latest", "/start", "/privacy", "/latest only_me:true"}))}
	case 6:
		person.Complete(room, "/latest", "topic", pick(c.r, append(crowdTopics, "", "zzz", "@", strings.Repeat("x", 100))))
	case 7:
		person.Say(person.Private(), pick(c.r, append(crowdTopics, "/", "/nonsense", "<@1> hello", "@everyone", strings.Repeat("ы", 1500), "/latest "+topic)))
	case 8: // those who may not change anything
		return []*discordtest.Use{c.memberOf(c.rooms[0]).Slash(c.rooms[0], "/subscribe topic:"+topic)}
	default:
		return c.press()
	}
	return nil
}

// memberOf is somebody in a server who does not own it.
func (c *discordCrowd) memberOf(room *discordtest.Room) *discordtest.Person {
	return pick(c.r, slices.DeleteFunc(slices.Clone(c.people), func(p *discordtest.Person) bool { return p == c.owned[room] }))
}

// change has the owner of a channel change what it follows, at most once in each
// round for each topic: which of two comes last is for nobody to say.
func (c *discordCrowd) change(room *discordtest.Room, command, topic string) []*discordtest.Use {
	key := room.ID().String() + " " + topic
	if _, there := c.changes[key]; there {
		return nil
	}
	change := discordChange{by: c.owned[room], room: room, text: command + " topic:" + topic}
	change.use = change.by.Slash(room, change.text)
	c.changes[key] = change
	followed := c.following[room.ID().String()]
	if followed == nil {
		followed = map[string]bool{}
		c.following[room.ID().String()] = followed
	}
	if delete(followed, topic); command == "/subscribe" {
		followed[topic] = true
	}
	return []*discordtest.Use{change.use}
}

// press presses a button: where the model holds one that changes nothing;
// elsewhere any, and any data.
func (c *discordCrowd) press() []*discordtest.Use {
	room := pick(c.r, append(slices.Clone(c.rooms), c.wild, c.wild))
	person, wild := c.memberOf(room), room == c.wild
	if wild {
		person = pick(c.r, c.people)
	}
	posts := room.BotPosts()
	if len(posts) == 0 {
		return nil
	}
	post := posts[len(posts)-1-c.r.IntN(min(8, len(posts)))]
	if post.EphemeralFor != nil && post.EphemeralFor != person {
		return nil // which they do not see
	}
	if c.r.IntN(4) == 0 {
		return []*discordtest.Use{person.PressForged(post, pick(c.r, []string{"v0|follow|1", "w:", "w:x", "p:1", "a:", "-1", "{}", strings.Repeat("9", 100), "w:1|1|1|1", "ы🙂"}))}
	}
	for _, label := range post.Labels() {
		if (wild || slices.Contains(harmless, label)) && c.r.IntN(2) == 0 {
			return []*discordtest.Use{person.Press(post, label)}
		}
	}
	return nil
}

// settle waits until all is answered that will be, and has people do again what
// the bot did not hear when it was killed.
func (c *discordCrowd) settle(uses []*discordtest.Use) {
	c.p.t.Helper()
	var unheard []discordChange
	for _, use := range uses {
		if use.ID() == 0 {
			continue // a link, or what cannot be done
		}
		c.used++
		for end := time.Now().Add(waitAnswer); (use.Answer() == 0 || use.Loading()) && !use.Failed() && time.Now().Before(end); {
			time.Sleep(2 * time.Millisecond)
		}
		if use.Answer() == 0 {
			continue
		}
		if c.acknowledged++; use.Loading() {
			c.p.t.Errorf("%v was acknowledged and has no answer; the log ends:\n%s", use, c.p.tail())
		}
	}
	c.p.answered()
	for key, change := range c.changes {
		if change.use.Answer() == 0 {
			unheard = append(unheard, change)
		}
		delete(c.changes, key)
	}
	for _, change := range unheard {
		if post, ok := change.by.Slash(change.room, change.text).WaitFor(waitAnswer); !ok {
			c.p.t.Errorf("%q has no answer: %+v", change.text, post)
		}
	}
}

// check holds the store, the channels and the log against the model.
func (c *discordCrowd) check(t *testing.T) {
	t.Helper()
	var want, other []string
	for id, topics := range c.following {
		for topic := range maps.Keys(topics) {
			want = append(want, id+" "+topic)
		}
	}
	for _, room := range append(slices.Clone(c.owed), c.wild) {
		other = append(other, room.ID().String())
	}
	got := slices.DeleteFunc(c.p.following(), func(line string) bool {
		id, _, _ := strings.Cut(line, " ")
		return slices.Contains(other, id) || strings.HasPrefix(id, "dm-")
	})
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("channels follow %d topics, want %d\nlost: %q\ntoo many: %q", len(got), len(want), without(want, got), without(got, want))
	}
	if len(want) < 10 || c.acknowledged < c.used/2 {
		t.Errorf("%d topics are followed, %d of %d uses were acknowledged: the test proves too little", len(want), c.acknowledged, c.used)
	}
	for _, room := range c.owed {
		if n := len(room.WaitPosts(1, waitAnswer)); n != 1 {
			t.Errorf("%s has %d digests, want 1", room.Name(), n)
		}
	}
	if n := c.p.TooMany(); n > 0 {
		t.Errorf("%d requests were too many", n)
	}
	if c.p.TokenReset() {
		t.Error("the bot has lost its token")
	}
	for line := range strings.Lines(c.p.log.String()) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") || strings.Contains(line, `"level":"ERROR"`) {
			t.Errorf("logged: %.600s", line)
		}
	}
}
