package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/adaptertest"
	"wirebrief/adapters/telegram/telegramtest"
)

// A crowdSize is how hard the random test is.
type crowdSize struct {
	updates, people, groups int
	// kills is how often the service is killed while it works.
	kills int
}

func crowdSizeOf() crowdSize {
	if os.Getenv(crashFull) == "full" {
		return crowdSize{updates: 10_000, people: 60, groups: 10, kills: 20}
	}
	return crowdSize{updates: 600, people: 16, groups: 4, kills: 2}
}

// TestTelegramCrowd has people do what they like, in random order, in chats of
// every type, while the service is killed now and then. What the chats follow in
// the end is what a model of them says; and nothing else has gone wrong.
func TestTelegramCrowd(t *testing.T) {
	size, seed := crowdSizeOf(), adaptertest.Seed(t)
	t.Logf("%d updates of %d people", size.updates, size.people)
	const hurry = 20
	p := newTelegramProgram(t, hurry, "WIREBRIEF_ACCESS_MODE=open", "WIREBRIEF_FETCH_ALLOW_CHATS=127.0.0.0/8")
	p.storeNews()
	c := newCrowd(p, size, rand.New(rand.NewPCG(seed, 1)))
	p.start()
	c.arrive()
	const round = 100
	began, kills := time.Now(), 0
	for done := 0; done < size.updates; done += round {
		for range round {
			c.act()
		}
		if kills*size.updates < size.kills*done {
			p.end(os.Kill)
			p.Unconfirm(20)
			p.Advance(time.Minute) // what the one before has sent is forgotten at the limits
			p.start()
			kills++
		}
		p.settle()
		c.moveOn()
	}
	t.Logf("%d messages, %d kills, %v", p.Sent(), kills, time.Since(began).Round(time.Second))
	c.check(t)
	p.stop()
	checkIntegrity(t, p.file)
}

// A crowd is the people of the random test, and the model of what their chats
// follow.
type crowd struct {
	p      *telegramProgram
	r      *rand.Rand
	people []*telegramtest.Person
	// owned leads from each group to its administrator.
	owned map[*telegramtest.Room]*telegramtest.Person
	// groups are those in which the model holds, wild those in which anything
	// may be pressed.
	groups, wild, channels []*telegramtest.Room
	// basic are the groups that may become supergroups.
	basic   []*telegramtest.Room
	topics  map[*telegramtest.Room][]int
	blocked map[*telegramtest.Person]bool
	site    string
	// following are the topics of each chat by its id in the store.
	following map[string]map[string]bool
}

// crowdTopics are what the crowd follows; no two are one topic in other words.
var crowdTopics = []string{"ellery", "karabakh", "lorne", "castell", "wheat", "grain ships", "insurer", "museum", "rail -strike", "night rate", "ferry", "apricot"}

func newCrowd(p *telegramProgram, size crowdSize, r *rand.Rand) *crowd {
	c := &crowd{p: p, r: r, owned: map[*telegramtest.Room]*telegramtest.Person{}, topics: map[*telegramtest.Room][]int{}, blocked: map[*telegramtest.Person]bool{}, following: map[string]map[string]bool{}}
	site := newSite()
	p.t.Cleanup(site.Close)
	c.site = site.URL
	for i := range size.people {
		c.people = append(c.people, p.AddPerson(telegramtest.User{FirstName: fmt.Sprint("Person ", i), LanguageCode: []string{"en", "tr", "pt-br", ""}[i%4]}))
	}
	for i := range size.groups {
		owner, members := c.people[i], c.people[i+1:i+6]
		name := fmt.Sprint("Group ", i)
		var room *telegramtest.Room
		switch i % 4 {
		case 0:
			room = p.AddGroup(name, owner, members...)
			c.basic = append(c.basic, room)
		case 1:
			room = p.AddSupergroup(name, owner, members...)
		case 2:
			room = p.AddForum(name, owner, members...)
			c.topics[room] = []int{0, room.AddTopic(owner, "Ports"), room.AddTopic(owner, "Markets")}
		case 3:
			room = p.AddSupergroup(name, owner, members...)
			c.wild = append(c.wild, room)
		}
		if c.owned[room] = owner; i%4 != 3 {
			c.groups = append(c.groups, room)
		}
	}
	for i := range 2 {
		channel := p.AddChannel(fmt.Sprint("Channel ", i), c.people[i], c.people[2:]...)
		c.owned[channel] = c.people[i]
		c.channels = append(c.channels, channel)
	}
	return c
}

// arrive has everybody start the bot, and the owners bring it into their chats.
func (c *crowd) arrive() {
	for _, person := range c.people {
		person.Start("")
	}
	for room, owner := range c.owned {
		if slices.Contains(c.channels, room) {
			room.Promote(owner, c.p.Bot(), telegramtest.Rights{CanPost: true})
			continue
		}
		room.Add(owner, c.p.Bot())
	}
	c.p.settle()
}

// act is one thing that somebody does.
func (c *crowd) act() {
	person := c.people[c.r.IntN(len(c.people))]
	if c.blocked[person] {
		person.Unblock()
		c.blocked[person] = false
		return
	}
	switch n := c.r.IntN(100); {
	case n < 30:
		c.actPrivately(person)
	case n < 60:
		c.actInGroup()
	case n < 80:
		c.press(person)
	case n < 85:
		person.Type(person.Private(), pick(c.r, append(crowdTopics, "", "zzz", "@", strings.Repeat("x", 256))))
	case n < 90:
		c.junk()
	case n < 93:
		person.Block()
		c.blocked[person] = true
	case n < 96:
		channel := pick(c.r, c.channels)
		c.owned[channel].Say(channel, pick(c.r, crowdTopics))
	case n < 98:
		c.comeAndGo()
	default:
		c.p.Unconfirm(c.r.IntN(5))
	}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// actPrivately is what somebody says to the bot.
func (c *crowd) actPrivately(person *telegramtest.Person) {
	room, topic := person.Private(), pick(c.r, crowdTopics)
	switch c.r.IntN(12) {
	case 0, 1, 2:
		c.subscribe(person, room, 0, topic)
	case 3, 4:
		c.unsubscribe(person, room, 0, topic)
	case 5:
		person.Say(room, pick(c.r, []string{"/latest " + topic, "/topics", "/settings", "/digest now", "/help", "/start", "/status", "/mydata", "/privacy", "/start k_nothing", "/latest@other_bot " + topic}))
	case 6:
		person.Say(room, pick(c.r, []string{topic, "/", "/ /", "/nonsense", "\u202e\u2066" + topic, "<b>" + topic, strings.Repeat("ы", 4096), "🙂", "@everyone", "/latest\n/topics\n/help", "/latest " + strings.Repeat("a ", 2000)}))
	case 7:
		m := person.Say(room, "/latest "+topic)
		person.Edit(room, m.MessageID, "/subscribe mistake") // edits are no commands
	case 8:
		m := person.Say(room, topic)
		person.Forward(room, m.MessageID, room)
	case 9:
		person.Say(room, pick(c.r, []string{c.site + "/strike.html", c.site + "/nothing-there", "http://127.0.0.1:1/", "https://no-such-host.invalid/x"}))
	case 10:
		person.SendFile(room, telegramtest.File{Name: "a.txt", MIME: "text/plain", Content: []byte("x")}, pick(c.r, []string{"", topic}))
	case 11:
		person.Say(room, "/timezone "+pick(c.r, []string{"Yerevan", "UTC", "nowhere at all"}))
	}
}

// actInGroup is what somebody says in a group.
func (c *crowd) actInGroup() {
	room := pick(c.r, append(slices.Clone(c.groups), c.wild...))
	owner, thread, topic := c.owned[room], 0, pick(c.r, crowdTopics)
	if topics := c.topics[room]; len(topics) > 0 {
		thread = pick(c.r, topics)
	}
	say := func(person *telegramtest.Person, text string) { person.SayIn(room, thread, text) }
	other := c.memberOf(room)
	const me = "@wirebrief_test_bot"
	switch c.r.IntN(8) {
	case 0, 1:
		c.subscribe(owner, room, thread, topic)
	case 2:
		c.unsubscribe(owner, room, thread, topic)
	case 3:
		say(other, pick(c.r, []string{"/subscribe", "/unsubscribe"})+me+" "+topic) // only admins may
	case 4:
		say(other, "/latest"+me+" "+topic)
	case 5:
		say(other, pick(c.r, []string{"hello everybody", "/latest@other_bot", "/start" + me, "/settings" + me, "@wirebrief_test_bot " + topic}))
	case 6:
		say(owner, pick(c.r, []string{"/topics" + me, "/settings" + me, "/digest" + me + " now"}))
	case 7:
		if posts := room.BotPosts(); len(posts) > 0 {
			other.Reply(room, pick(c.r, posts).ID, topic)
		}
	}
}

// memberOf is somebody in a group who does not own it.
func (c *crowd) memberOf(room *telegramtest.Room) *telegramtest.Person {
	var others []*telegramtest.Person
	for _, m := range room.Members() {
		if p := c.p.Person(m.User.ID); p != c.owned[room] && p != c.p.Bot() {
			others = append(others, p)
		}
	}
	return pick(c.r, others)
}

// chatID is how the store names a chat.
func chatID(room *telegramtest.Room, thread int) string {
	if thread == 0 {
		return fmt.Sprint(room.ID())
	}
	return fmt.Sprintf("%d:%d", room.ID(), thread)
}

// subscribe has somebody who may follow a topic in a chat.
func (c *crowd) subscribe(by *telegramtest.Person, room *telegramtest.Room, thread int, topic string) {
	id := chatID(room, thread)
	if c.following[id] == nil {
		c.following[id] = map[string]bool{}
	}
	c.following[id][topic] = true
	c.command(by, room, thread, "/subscribe", topic+" "+pick(c.r, []string{"daily", "weekly"}))
}

func (c *crowd) unsubscribe(by *telegramtest.Person, room *telegramtest.Room, thread int, topic string) {
	delete(c.following[chatID(room, thread)], topic)
	c.command(by, room, thread, "/unsubscribe", topic)
}

func (c *crowd) command(by *telegramtest.Person, room *telegramtest.Room, thread int, name, args string) {
	if room != by.Private() {
		name += "@wirebrief_test_bot"
	}
	by.SayIn(room, thread, name+" "+args)
}

// harmless are the buttons that change nothing.
var harmless = []string{"1", "2", "3", "In context", "More quotes", "More figures", "Next", "Previous", "Help", "Show me a sample", "What is in the news", "Why", "Settings", "My topics"}

// press presses a button: where the model holds one that changes nothing, or as
// somebody who may not change anything; elsewhere any, and any data.
func (c *crowd) press(person *telegramtest.Person) {
	room := person.Private()
	may := func(label string) bool { return slices.Contains(harmless, label) }
	switch c.r.IntN(4) {
	case 0:
		room = pick(c.r, c.groups)
		person, may = c.memberOf(room), func(string) bool { return true }
	case 1:
		room = pick(c.r, c.wild)
		person, may = pick(c.r, []*telegramtest.Person{c.owned[room], c.memberOf(room)}), func(string) bool { return true }
	}
	posts := room.BotPosts()
	if len(posts) == 0 {
		return
	}
	post := posts[len(posts)-1-c.r.IntN(min(8, len(posts)))]
	if c.r.IntN(4) == 0 {
		person.PressForged(room, post.ID+c.r.IntN(3)-1, c.forged(post, slices.Contains(c.wild, room)))
		return
	}
	for _, row := range post.Buttons {
		for _, b := range row {
			if b.CallbackData != "" && may(b.Text) && c.r.IntN(2) == 0 {
				person.PressOn(room, post.ID, b.Text)
				return
			}
		}
	}
}

// moveOn makes a supergroup of a group, now and then, when nothing is said there.
func (c *crowd) moveOn() {
	if len(c.basic) == 0 || c.r.IntN(3) > 0 {
		return
	}
	room := c.basic[0]
	c.basic = c.basic[1:]
	up := room.Upgrade(c.owned[room])
	c.owned[up] = c.owned[room]
	c.groups[slices.Index(c.groups, room)] = up
	delete(c.owned, room)
	c.following[chatID(up, 0)] = c.following[chatID(room, 0)]
	delete(c.following, chatID(room, 0))
	c.p.settle()
}

// check holds the store and the log against the model.
func (c *crowd) check(t *testing.T) {
	t.Helper()
	c.p.settle()
	var want []string
	for id, topics := range c.following {
		for topic := range maps.Keys(topics) {
			want = append(want, id+" "+topic)
		}
	}
	wild := map[string]bool{}
	for _, room := range c.wild {
		wild[chatID(room, 0)] = true
	}
	isWild := func(line string) bool { id, _, _ := strings.Cut(line, " "); return wild[id] }
	got := slices.DeleteFunc(c.p.following(), isWild)
	want = slices.DeleteFunc(want, isWild)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("chats follow %d topics, want %d\nlost: %q\ntoo many: %q", len(got), len(want), without(want, got), without(got, want))
	}
	if len(want) < 10 {
		t.Errorf("only %d topics are followed: the test proves too little", len(want))
	}
	if n := c.p.TooMany(); n > 0 {
		t.Errorf("%d requests were too many", n)
	}
	for line := range strings.Lines(c.p.log.String()) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") || strings.Contains(line, `"level":"ERROR"`) {
			t.Errorf("logged: %.600s", line)
		}
	}
	refused := map[string]int{}
	for _, r := range c.p.Refused() {
		refused[fmt.Sprint(r.Method, " ", r.Description)]++
	}
	words, _ := json.MarshalIndent(refused, "", "  ")
	t.Logf("refused: %s", words)
}

// without are the lines of one list that the other lacks.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}
