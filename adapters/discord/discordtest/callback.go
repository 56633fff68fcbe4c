package discordtest

import (
	"encoding/json"
	"slices"
)

// callbackForm is the answer to an interaction.
type callbackForm struct {
	Type int             `json:"type"`
	Data json.RawMessage `json:"data"`
}

// answersTo are the types of answers that each type of interaction can have.
var answersTo = map[int][]int{
	CommandInteraction:      {AnswerMessage, AnswerDeferred, AnswerModal},
	ComponentInteraction:    {AnswerMessage, AnswerDeferred, AnswerDeferredUpdate, AnswerUpdate, AnswerModal},
	AutocompleteInteraction: {AnswerChoices},
	ModalInteraction:        {AnswerMessage, AnswerDeferred, AnswerDeferredUpdate, AnswerUpdate},
}

// callBack takes the first answer to an interaction.
func (s *Server) callBack(c *Call) (any, error) {
	i := s.interactions[c.id("interaction")]
	switch {
	case i == nil || i.token != c.values["token"]:
		return nil, Refuse(10062)
	case i.answered != 0:
		return nil, Refuse(40060)
	case i.late():
		return nil, Refuse(s.o.LateAnswer)
	}
	var f callbackForm
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	return s.take(i, &f, c)
}

// take takes an answer, from wherever it came.
func (s *Server) take(i *interaction, f *callbackForm, c *Call) (any, error) {
	possible := slices.Contains(answersTo[i.kind], f.Type)
	if i.pressed == nil && (f.Type == AnswerUpdate || f.Type == AnswerDeferredUpdate) {
		possible = false
	}
	if !possible {
		var e FieldErrors
		e.add([]any{"type"}, "INTERACTION_APPLICATION_CALLBACK_TYPE_INVALID", "Interaction callback type is invalid for this interaction type")
		return nil, e.refusal()
	}
	var err error
	switch f.Type {
	case AnswerMessage:
		err = s.answerMessage(i, f.Data, c.Files)
	case AnswerDeferred:
		err = s.answerLater(i, f.Data)
	case AnswerUpdate:
		err = s.answerUpdate(i, f.Data, c.Files)
	case AnswerDeferredUpdate:
		i.original = i.pressed
	case AnswerChoices:
		err = i.answerChoices(f.Data)
	case AnswerModal:
		err = i.answerModal(f.Data)
	}
	if err != nil {
		return nil, err
	}
	i.answered, i.took, i.waited = f.Type, i.age(), s.now().Sub(i.at)
	if c.Query.Get("with_response") != "true" {
		return nil, nil
	}
	return i.callbackAnswer(f.Type), nil
}

// answerable are the flags that an answer can have.
const answerable = sendable | FlagEphemeral

// privateTo makes a message visible to the person of the interaction alone if
// its flags say so, or if the person may use apps of their own only so.
func (i *interaction) privateTo(m *stored) {
	g := i.room.guild
	if i.userOnly && g != nil && !i.room.may(i.by).Has(UseExternalApps) {
		m.Flags |= FlagEphemeral
	}
	if m.Flags&FlagEphemeral != 0 {
		m.only = i.by
	}
}

// reply is a new message that answers the interaction.
func (i *interaction) reply(flags int) *stored {
	m := i.s.newMessage(i.room, i.s.bot)
	m.Flags = flags
	m.ApplicationID, m.WebhookID = i.s.app, i.s.app
	m.InteractionMetadata, m.command = i.metadata(), i.name
	switch {
	case i.kind == CommandInteraction && i.target != nil:
		m.Type = ContextMessage
	case i.kind == CommandInteraction:
		m.Type = CommandMessage
	}
	i.privateTo(m)
	return m
}

// metadata tells of the interaction in the messages that answer it.
func (i *interaction) metadata() *InteractionMetadata {
	d := &InteractionMetadata{ID: i.id, Type: i.kind, User: i.by.user, AuthorizingIntegrationOwners: i.owners}
	if i.pressed != nil && i.kind == ComponentInteraction {
		d.InteractedMessageID = i.pressed.ID
	}
	if i.opener != nil {
		d.Triggering = i.opener.metadata()
	}
	if i.target != nil {
		d.TargetMessageID = i.target.ID
	}
	return d
}

// answerMessage answers with a message.
func (s *Server) answerMessage(i *interaction, data json.RawMessage, files []File) error {
	p, err := readPayload(data, files, "data")
	if err != nil {
		return err
	}
	if p.empty() {
		return Refuse(50006)
	}
	m := i.reply(p.Flags & answerable)
	s.fill(m, p, mentionUsers())
	i.original, i.ephemeral = m, m.only != nil
	s.deliver(m)
	return nil
}

// answerLater answers that a message will come. Whether it is ephemeral is
// fixed with that.
func (s *Server) answerLater(i *interaction, data json.RawMessage) error {
	p, err := readPayload(data, nil, "data")
	if err != nil {
		return err
	}
	m := i.reply(p.Flags&FlagEphemeral | FlagLoading)
	i.original, i.ephemeral, i.loading = m, m.only != nil, true
	s.deliver(m)
	return nil
}

// answerUpdate changes the message that was pressed.
func (s *Server) answerUpdate(i *interaction, data json.RawMessage, files []File) error {
	p, err := readPayload(data, files, "data")
	if err != nil {
		return err
	}
	if i.pressed.room.byID[i.pressed.ID] != i.pressed {
		return Refuse(10008)
	}
	if err := s.change(i.pressed, p, mentionUsers()); err != nil {
		return err
	}
	i.original, i.updated, i.ephemeral = i.pressed, true, i.pressed.only != nil
	return nil
}

// answerChoices completes what somebody types.
func (i *interaction) answerChoices(data json.RawMessage) error {
	var f struct {
		Choices []Choice `json:"choices"`
	}
	if err := decodeForm(data, &f); err != nil {
		return err
	}
	var e FieldErrors
	at := []any{"data", "choices"}
	if len(f.Choices) > maxChoices {
		e.add(at, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxChoices)
	}
	for n, choice := range f.Choices {
		choice.check(&e, below(at, n))
	}
	if len(e) > 0 {
		return e.refusal()
	}
	i.choices = f.Choices
	return nil
}

// answerModal shows a form.
func (i *interaction) answerModal(data json.RawMessage) error {
	var m Modal
	if err := decodeForm(data, &m); err != nil {
		return err
	}
	var e FieldErrors
	checkModal(&e, []any{"data"}, &m)
	if len(e) > 0 {
		return e.refusal()
	}
	i.form = &m
	return nil
}

// A callbackAnswer is what with_response=true gets.
type callbackAnswer struct {
	Interaction callbackInteraction `json:"interaction"`
	Resource    *callbackResource   `json:"resource,omitempty"`
}

type callbackInteraction struct {
	ID        ID    `json:"id"`
	Type      int   `json:"type"`
	MessageID ID    `json:"response_message_id,omitzero"`
	Loading   *bool `json:"response_message_loading,omitempty"`
	Ephemeral *bool `json:"response_message_ephemeral,omitempty"`
	Channel   ID    `json:"channel_id,omitzero"`
	Guild     ID    `json:"guild_id,omitzero"`
}

type callbackResource struct {
	Type    int     `json:"type"`
	Message Message `json:"message"`
}

// callbackAnswer tells what became of an answer.
func (i *interaction) callbackAnswer(typ int) callbackAnswer {
	a := callbackAnswer{Interaction: callbackInteraction{ID: i.id, Type: i.kind, Channel: i.room.channel.ID, Guild: i.body.GuildID}}
	if i.original != nil {
		a.Interaction.MessageID = i.original.ID
		a.Interaction.Loading = new(typ == AnswerDeferred)
		a.Interaction.Ephemeral = new(i.original.only != nil)
	}
	if typ == AnswerMessage || typ == AnswerUpdate {
		a.Resource = &callbackResource{Type: typ, Message: i.original.Message}
	}
	return a
}
