package discordtest

import (
	"encoding/json"
	"slices"
)

// threadForm is the request that begins a thread.
type threadForm struct {
	Name        string          `json:"name"`
	Archive     int             `json:"auto_archive_duration"`
	AppliedTags []ID            `json:"applied_tags"`
	Message     json.RawMessage `json:"message"`
	Type        *int            `json:"type"`
}

// readThread reads and checks the request but for its message.
func (c *Call) readThread() (*threadForm, error) {
	var f threadForm
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	var e FieldErrors
	e.between([]any{"name"}, f.Name, 1, 100)
	if f.Archive == 0 {
		f.Archive = 4320
	}
	if !slices.Contains([]int{60, 1440, 4320, 10080}, f.Archive) {
		e.add([]any{"auto_archive_duration"}, "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).")
	}
	if len(f.AppliedTags) > 5 {
		e.add([]any{"applied_tags"}, "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.")
	}
	return &f, e.refusal()
}

// startThread begins a thread of a channel, or a post of a forum.
func (s *Server) startThread(c *Call) (any, error) {
	r, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	f, err := c.readThread()
	if err != nil {
		return nil, err
	}
	switch r.channel.Type {
	case ForumChannel:
		return s.postIn(r, f, c)
	case TextChannel, AnnouncementChannel:
	default:
		return nil, Refuse(50024)
	}
	if !r.may(s.bot).Has(CreatePublicThreads) {
		return nil, Refuse(50013)
	}
	t := r.addThread(f.Name, s.bot, f.Archive)
	// Without a type it is private: that is what the documentation warns of.
	if f.Type == nil || *f.Type == PrivateThread {
		t.channel.Type = PrivateThread
	}
	return created{s.begun(t)}, nil
}

// begun tells the gateway of a new thread, and is what the API answers.
func (s *Server) begun(t *Room) Channel {
	told := t.shown()
	told.NewlyCreated = true
	s.dispatch("THREAD_CREATE", t.guild.id, IntentGuilds, told)
	return t.shown()
}

// postIn makes a post of a forum: a thread with the id of its first message.
// Sending is what it needs, not beginning threads.
func (s *Server) postIn(r *Room, f *threadForm, c *Call) (any, error) {
	if !r.may(s.bot).Has(SendMessages) {
		return nil, Refuse(50013)
	}
	if len(f.Message) == 0 || string(f.Message) == "null" {
		var e FieldErrors
		e.add([]any{"message"}, "BASE_TYPE_REQUIRED", "This field is required")
		return nil, e.refusal()
	}
	p, err := readPayload(f.Message, c.Files, "message")
	if err != nil {
		return nil, err
	}
	if err := r.checkTags(f.AppliedTags); err != nil {
		return nil, err
	}
	if err := s.mayContain(r, p); err != nil {
		return nil, err
	}
	if p.empty() {
		return nil, Refuse(50006)
	}
	t := r.addThread(f.Name, s.bot, f.Archive)
	t.channel.AppliedTags = f.AppliedTags
	m := s.newMessage(t, s.bot)
	m.ID = t.channel.ID
	m.Flags = p.Flags & sendable
	s.fill(m, p, mentionAll())
	answer := s.begun(t)
	s.deliver(m)
	answer.LastMessageID, answer.Message = new(m.ID), new(m.Message)
	return created{answer}, nil
}

// checkTags finds tags that the forum does not have, and that there is none
// where one is needed.
func (r *Room) checkTags(tags []ID) error {
	var e FieldErrors
	for i, id := range tags {
		if !slices.ContainsFunc(r.channel.AvailableTags, func(t Tag) bool { return t.ID == id }) {
			e.add([]any{"applied_tags", i}, "INVALID_TAG", "Unknown tag")
		}
	}
	if len(tags) == 0 && r.channel.Flags&RequireTag != 0 {
		return Refuse(40067)
	}
	return e.refusal()
}

// startMessageThread begins a thread at a message, whose id it gets.
func (s *Server) startMessageThread(c *Call) (any, error) {
	r, m, err := s.found(c)
	if err != nil {
		return nil, err
	}
	f, err := c.readThread()
	switch {
	case err != nil:
		return nil, err
	case r.channel.Type != TextChannel && r.channel.Type != AnnouncementChannel:
		return nil, Refuse(50024)
	case !r.may(s.bot).Has(CreatePublicThreads):
		return nil, Refuse(50013)
	case m.Thread != nil:
		return nil, Refuse(160004)
	}
	t := r.addThread(f.Name, s.bot, f.Archive)
	delete(s.rooms, t.channel.ID)
	t.channel.ID = m.ID
	s.rooms[m.ID] = t
	m.Flags |= FlagHasThread
	m.Thread = new(t.shown())
	return created{s.begun(t)}, nil
}

// getChannel shows a channel.
func (s *Server) getChannel(c *Call) (any, error) {
	r, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	return r.shown(), nil
}

// getGuildChannels shows the channels of a guild, without threads.
func (s *Server) getGuildChannels(c *Call) (any, error) {
	g := s.guilds[c.id("guild")]
	switch {
	case g == nil:
		return nil, Refuse(10004)
	case g.seats[s.app] == nil:
		return nil, Refuse(50001)
	}
	shown := []Channel{}
	for _, r := range g.rooms {
		if !r.thread() {
			shown = append(shown, r.shown())
		}
	}
	return shown, nil
}

// channelForm is what can be changed of a channel here.
type channelForm struct {
	Name        *string `json:"name"`
	Archived    *bool   `json:"archived"`
	Locked      *bool   `json:"locked"`
	AppliedTags []ID    `json:"applied_tags"`
}

// editChannel changes a channel or thread.
func (s *Server) editChannel(c *Call) (any, error) {
	r, err := s.visible(c)
	if err != nil {
		return nil, err
	}
	var f channelForm
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	if f.Name != nil {
		var e FieldErrors
		if e.between([]any{"name"}, *f.Name, 1, 100); len(e) > 0 {
			return nil, e.refusal()
		}
	}
	if err := s.mayEdit(r, &f); err != nil {
		return nil, err
	}
	if f.Name != nil {
		r.channel.Name = *f.Name
	}
	if f.AppliedTags != nil {
		r.channel.AppliedTags = f.AppliedTags
	}
	event := "CHANNEL_UPDATE"
	if r.thread() {
		event = "THREAD_UPDATE"
		r.channel.Metadata.set(&f)
		r.channel.Metadata.ArchiveTimestamp = s.now().UTC()
	}
	s.dispatch(event, r.guild.id, IntentGuilds, r.shown())
	return r.shown(), nil
}

// mayEdit tells why the bot may not change a channel. Threads are brought back
// by whoever may write in them, unless they are locked, and put away by who
// began them.
func (s *Server) mayEdit(r *Room, f *channelForm) error {
	may := r.may(s.bot)
	switch {
	case r.guild == nil:
		return Refuse(50024)
	case !r.thread():
		if !may.Has(ManageChannels) {
			return Refuse(50013)
		}
		return nil
	}
	meta := r.channel.Metadata
	back := f.Archived != nil && !*f.Archived
	own := r.channel.OwnerID == s.app
	switch {
	case meta.Archived && !back:
		return Refuse(50083)
	case may.Has(ManageThreads):
		return nil
	case meta.Locked || f.Locked != nil:
		return Refuse(50013)
	case back && f.Name == nil && f.AppliedTags == nil && may.Has(SendMessagesInThreads):
		return nil
	case !own:
		return Refuse(50013)
	}
	return nil
}

func (m *ThreadMetadata) set(f *channelForm) {
	if f.Archived != nil {
		m.Archived = *f.Archived
	}
	if f.Locked != nil {
		m.Locked = *f.Locked
	}
}
