package discordtest

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// A payload is the content of a message as it is sent. Lengths are counted in
// characters, and space at the ends of texts does not count, as it is cut off.
type payload struct {
	Content          string            `json:"content"`
	Embeds           []Embed           `json:"embeds"`
	Components       []Component       `json:"components"`
	Flags            int               `json:"flags"`
	AllowedMentions  *allowedMentions  `json:"allowed_mentions"`
	Nonce            json.RawMessage   `json:"nonce"`
	EnforceNonce     bool              `json:"enforce_nonce"`
	TTS              bool              `json:"tts"`
	MessageReference *MessageReference `json:"message_reference"`
	Attachments      []attachmentNote  `json:"attachments"`

	// body is the whole as it was sent, given the names that stood in it, nil
	// until somebody asks for one.
	body  []byte
	given map[string]json.RawMessage
	files []File
}

// An attachmentNote tells about a file of the request, or names one that is
// already there.
type attachmentNote struct {
	ID          ID     `json:"id"`
	Filename    string `json:"filename"`
	Description string `json:"description"`
}

// The limits of a message.
const (
	maxContent     = 2000
	maxEmbeds      = 10
	maxEmbedSum    = 6000
	maxNonce       = 25
	maxAttachments = 10
)

// readPayload reads and checks the content of a message. at is where it stands
// in the form.
func readPayload(body []byte, files []File, at ...any) (*payload, error) {
	p := &payload{body: body, files: files}
	if len(body) > 0 {
		if err := decodeForm(body, p); err != nil {
			return nil, err
		}
	}
	p.trim()
	var e FieldErrors
	p.check(&e, at)
	return p, e.refusal()
}

// trim cuts off space, as is done with each text that is shown.
func (p *payload) trim() {
	p.Content = strings.TrimSpace(p.Content)
	for i := range p.Embeds {
		e := &p.Embeds[i]
		e.Title, e.Description = strings.TrimSpace(e.Title), strings.TrimSpace(e.Description)
		for j := range e.Fields {
			f := &e.Fields[j]
			f.Name, f.Value = strings.TrimSpace(f.Name), strings.TrimSpace(f.Value)
		}
		if e.Footer != nil {
			e.Footer.Text = strings.TrimSpace(e.Footer.Text)
		}
		if e.Author != nil {
			e.Author.Name = strings.TrimSpace(e.Author.Name)
		}
	}
}

// check finds what is wrong with a message.
func (p *payload) check(e *FieldErrors, at []any) {
	e.longest(below(at, "content"), p.Content, maxContent)
	p.checkEmbeds(e, at)
	p.checkMentions(e, below(at, "allowed_mentions"))
	if nonce, err := p.nonce(); err != nil || utf8.RuneCountInString(nonce) > maxNonce {
		e.add(below(at, "nonce"), "NONCE_TYPE_TOO_LONG", "Nonce must be %d or fewer in length.", maxNonce)
	}
	if len(p.files) > maxAttachments || len(p.Attachments) > maxAttachments {
		e.add(below(at, "attachments"), "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxAttachments)
	}
	checkComponents(e, below(at, "components"), p.Components, p.Flags&FlagComponentsV2 != 0)
	if p.Flags&FlagComponentsV2 != 0 {
		if p.Content != "" {
			e.add(below(at, "content"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
		}
		if len(p.Embeds) > 0 {
			e.add(below(at, "embeds"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
		}
	}
}

// checkMentions finds a list of ids beside the same kind in parse.
func (p *payload) checkMentions(e *FieldErrors, at []any) {
	a := p.AllowedMentions
	if a == nil {
		return
	}
	for kind, ids := range map[string][]ID{"users": a.Users, "roles": a.Roles} {
		if len(ids) > 0 && slices.Contains(a.Parse, kind) {
			e.add(at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", kind, kind)
		}
		if len(ids) > 100 {
			e.add(below(at, kind), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
		}
	}
	for i, kind := range a.Parse {
		if !slices.Contains([]string{"users", "roles", "everyone"}, kind) {
			e.add(below(at, "parse", i), "BASE_TYPE_CHOICES", "Value must be one of ('users', 'everyone', 'roles').")
		}
	}
}

// nonce is the nonce as text, which is also that of a number; empty if there
// is none.
func (p *payload) nonce() (string, error) {
	if len(p.Nonce) == 0 || string(p.Nonce) == "null" {
		return "", nil
	}
	var text string
	if p.Nonce[0] == '"' {
		err := json.Unmarshal(p.Nonce, &text)
		return text, err
	}
	var number json.Number
	err := json.Unmarshal(p.Nonce, &number)
	return number.String(), err
}

// empty reports whether nothing would be shown.
func (p *payload) empty() bool {
	shown := p.Flags&FlagSuppressEmbeds == 0 && slices.ContainsFunc(p.Embeds, func(e Embed) bool { return !e.empty() })
	return p.Content == "" && !shown && len(p.files) == 0 && !(p.Flags&FlagComponentsV2 != 0 && len(p.Components) > 0)
}

// has reports whether a name stood in the request. Only those who change a
// message ask.
func (p *payload) has(name string) bool {
	if p.given == nil && len(p.body) > 0 {
		json.Unmarshal(p.body, &p.given) // an object, or null, as readPayload knows
	}
	return p.given[name] != nil
}

// below is the path of something in another.
func below(at []any, steps ...any) []any { return append(slices.Clone(at), steps...) }

// longest finds a text that is too long.
func (e *FieldErrors) longest(at []any, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		e.add(at, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", most)
	}
}

// between finds a text that is too long or too short.
func (e *FieldErrors) between(at []any, text string, least, most int) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && least > 0:
		e.add(at, "BASE_TYPE_REQUIRED", "This field is required")
	case n < least || n > most:
		e.add(at, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", least, most)
	}
}

// fill makes the payload the content of a message. It is called with mu held.
func (s *Server) fill(m *stored, p *payload, otherwise *allowedMentions) {
	m.Content, m.TTS = p.Content, p.TTS
	m.attach(p)
	m.Embeds = m.embeds(p)
	m.Components = m.settled(p.Components)
	if p.AllowedMentions != nil {
		otherwise = p.AllowedMentions
	}
	m.mention(otherwise)
}

// embeds are those of a payload as they are stored: each of the type rich, and
// files named by attachment:// by their addresses. Those with nothing to show
// are left out.
func (m *stored) embeds(p *payload) []Embed {
	if m.Flags&FlagSuppressEmbeds != 0 {
		return []Embed{}
	}
	embeds := []Embed{}
	for _, e := range p.Embeds {
		if e.empty() {
			continue
		}
		e.Type = "rich"
		for _, media := range []**EmbedMedia{&e.Image, &e.Thumbnail} {
			if *media != nil {
				*media = &EmbedMedia{URL: m.fileURL((*media).URL), Description: (*media).Description}
			}
		}
		embeds = append(embeds, e)
	}
	return embeds
}

// fileURL is the address of a file of the message.
func (m *stored) fileURL(url string) string {
	name, ok := strings.CutPrefix(url, "attachment://")
	if !ok {
		return url
	}
	for _, a := range m.Attachments {
		if a.Filename == name {
			return a.URL
		}
	}
	return url
}

// attach keeps the files of the request and of the message that it names, or
// all of the latter if it names none.
func (m *stored) attach(p *payload) {
	s := m.room.s
	kept := []Attachment{}
	for _, a := range m.Attachments {
		if !p.has("attachments") || slices.ContainsFunc(p.Attachments, func(n attachmentNote) bool { return n.ID == a.ID }) {
			kept = append(kept, a)
		}
	}
	for _, f := range p.files {
		for _, note := range p.Attachments {
			if note.ID == ID(f.Number) {
				f.Description = note.Description
				if note.Filename != "" {
					f.Name = note.Filename
				}
			}
		}
		id := s.newID()
		f.Name = path.Base("/" + f.Name)
		s.uploads[id] = f
		url := fmt.Sprintf("%s/attachments/%s/%s/%s", s.Root(), m.ChannelID, id, f.Name)
		kept = append(kept, Attachment{ID: id, Filename: f.Name, Size: len(f.Content), URL: url, ProxyURL: url,
			Description: f.Description, ContentType: f.MIME, Ephemeral: m.Flags&FlagEphemeral != 0})
	}
	m.Attachments = kept
}
