package discordtest

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"time"
)

const (
	// answerTime is how long the first answer may take, unless Options tell.
	answerTime = 3 * time.Second
	// tokenTime is how long the token of an interaction is worth something.
	tokenTime = 15 * time.Minute
)

// An interaction is something that somebody did with the bot, and what came of
// it. It is guarded by Server.mu.
type interaction struct {
	s     *Server
	id    ID
	token string
	// kind is its type, such as CommandInteraction.
	kind int
	at   time.Time
	// stood is how long the machine had stood still before.
	stood time.Duration
	by    *Person
	room  *Room
	// owners tell who has installed the bot; userOnly that only the user has.
	owners   map[string]ID
	userOnly bool
	// name is that of the command.
	name string
	// pressed is the message whose button was pressed, or that opened the form.
	pressed *stored
	// opener is the interaction that opened the form which was filled in.
	opener *interaction
	// target is the message of a message command.
	target *stored
	// answered is the type of the first answer, 0 if there was none yet.
	answered int
	// took is how long that took, and waited the same with the time in which the
	// machine stood still.
	took, waited time.Duration
	// told are the events that tell the bot of it over the gateway.
	told []telling
	// refused tells that the endpoint did not take it.
	refused bool
	// ephemeral tells that only the person sees the answer; loading that it is
	// deferred.
	ephemeral, loading bool
	// original is the answer, nil if there is none or it was deleted.
	original  *stored
	followUps []*stored
	// followed counts the follow-ups there ever were.
	followed int
	// edits counts the changes to original, updated tells that pressed was
	// changed.
	edits   int
	updated bool
	form    *Modal
	choices []Choice
	// body is what the bot got.
	body Interaction
}

// newInteraction makes one by a person in a room. It is called with mu held.
func (s *Server) newInteraction(kind int, by *Person, room *Room, data *InteractionData) *interaction {
	i := &interaction{s: s, id: s.newID(), token: newInteractionToken(), kind: kind, at: s.now(), stood: s.waking.stood(), by: by, room: room}
	i.owners, i.userOnly = s.owners(by, room)
	i.body = Interaction{
		ID: i.id, ApplicationID: s.app, Type: kind, Data: data, ChannelID: room.channel.ID, Channel: new(room.shownTo(by)),
		Token: i.token, Version: 1, AppPermissions: new(i.botMay()), Locale: by.locale,
		Entitlements: []struct{}{}, AuthorizingIntegrationOwners: i.owners, Context: new(room.context(s)), AttachmentSizeLimit: maxFile,
	}
	if g := room.guild; g != nil {
		i.body.GuildID, i.body.GuildLocale = g.id, g.locale
		i.body.Guild = &InteractionHome{ID: g.id, Locale: g.locale, Features: []string{}}
		i.body.Member = g.member(by)
		i.body.Member.Permissions = new(room.may(by))
	} else {
		i.body.User = new(by.user)
	}
	s.keepInteraction(i)
	return i
}

// newInteractionToken is as long as a real one, so that addresses are, too.
func newInteractionToken() string {
	token := "aW50ZXJhY3Rpb246"
	for len(token) < 200 {
		token += rand.Text()
	}
	return token[:200]
}

// keepInteraction keeps an interaction, and forgets those whose tokens have been dead
// for as long as they lived, or that are more than Options.Keep allow.
func (s *Server) keepInteraction(i *interaction) {
	s.interactions[i.id], s.byToken[i.token] = i, i
	s.recent = append(s.recent, i)
	old := 0
	for s.now().Sub(s.recent[old].at) > 2*tokenTime {
		old++
	}
	if n := s.o.Keep; n > 0 && len(s.recent) > 2*n {
		old = max(old, n)
	}
	for _, gone := range s.recent[:old] {
		delete(s.interactions, gone.id)
		delete(s.byToken, gone.token)
	}
	s.recent = s.recent[old:]
}

// owners tell who has installed the bot where somebody uses it: the guild, the
// user, or both.
func (s *Server) owners(by *Person, room *Room) (owners map[string]ID, userOnly bool) {
	owners = map[string]ID{}
	switch {
	case room.guild != nil && room.guild.seats[s.app] != nil:
		owners["0"] = room.guild.id
	case slices.Contains(room.with, s.bot):
		owners["0"] = 0
	}
	if by.installed {
		owners["1"] = by.user.ID
	}
	return owners, len(owners) == 1 && by.installed
}

// inherit takes over who has installed the bot from the interaction before: a
// press belongs to whoever had the message made, whoever presses.
func (i *interaction) inherit(owners map[string]ID) {
	_, guild := owners["0"]
	i.owners, i.userOnly = owners, !guild
	i.body.AuthorizingIntegrationOwners = owners
}

// context is where a room is, as interactions name it.
func (r *Room) context(s *Server) int {
	switch {
	case r.guild != nil:
		return InGuild
	case slices.Contains(r.with, s.bot):
		return InBotDM
	}
	return InPrivateChannel
}

// botMay is app_permissions: what the bot may do in the room. Where it is not,
// it has what everybody's apps have.
func (i *interaction) botMay() Permissions {
	if i.room.guild != nil && i.room.guild.seats[i.s.app] != nil || slices.Contains(i.room.with, i.s.bot) {
		return i.room.may(i.s.bot)
	}
	return i.room.may(i.by) & (EmbedLinks | AttachFiles | MentionEveryone | UseExternalApps)
}

// shownTo is the room as an interaction of somebody shows it.
func (r *Room) shownTo(p *Person) Channel {
	c := r.shown()
	c.Permissions = new(r.may(p))
	return c
}

// announce gives the bot an interaction: over the gateway, or at the endpoint
// if there is one.
func (s *Server) announce(i *interaction) {
	body, err := s.writeInteraction(i)
	if err != nil {
		s.violateLocked("", "an interaction cannot be written: "+err.Error())
		return
	}
	if s.endpoint.url != "" {
		s.postInteraction(i, body)
		return
	}
	s.dispatch("INTERACTION_CREATE", i.body.GuildID, 0, body)
	for _, x := range s.gateway.sessions {
		if x.wants(i.body.GuildID, 0) {
			i.told = append(i.told, telling{x, x.seq})
		}
	}
}

// A telling is an event of a session.
type telling struct {
	session *session
	seq     int64
}

// writeInteraction is the JSON that the bot gets, changed as Alter ordered.
func (s *Server) writeInteraction(i *interaction) (json.RawMessage, error) {
	body, err := json.Marshal(i.body)
	if err != nil || s.alter == nil {
		return body, err
	}
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, err
	}
	s.alter(fields)
	s.alter = nil
	return json.Marshal(fields)
}

// Alter changes the JSON of the next interaction before the bot gets it, such
// as to what an API of a later year would send.
func (s *Server) Alter(change func(fields map[string]any)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.alter = change
}

// late reports whether the first answer did not come in time, or cannot come any
// more because the endpoint has refused the interaction.
func (i *interaction) late() bool {
	return i.answered == 0 && (i.refused || i.age() > i.s.o.AnswerTime)
}

// age is how long the bot has had for an answer.
func (i *interaction) age() time.Duration {
	age := i.s.now().Sub(i.at)
	return age - (i.s.waking.stood() - i.stood)
}
