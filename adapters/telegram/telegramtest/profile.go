package telegramtest

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"unicode/utf8"
)

const (
	maxCommands    = 100
	maxCommand     = 32  // bytes
	maxCommandText = 256 // characters
	maxName        = 64
	maxDescription = 512
	maxShort       = 120
)

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]+$`)
	languageCode = regexp.MustCompile(`^[a-z]{2}$`)
)

// A Menu says for whom a list of commands is meant.
type Menu struct {
	// Scope is the type of a BotCommandScope, such as "all_private_chats".
	Scope string
	// Chat and User are set for the scopes that name them.
	Chat, User int64
	// Language is two letters, or empty for all others.
	Language string
}

// profile is what the bot tells of itself.
type profile struct {
	menus  map[Menu][]Command
	names  map[string]string
	texts  map[string]string
	shorts map[string]string
	rights map[bool]Rights
}

func newProfile() profile {
	return profile{menus: map[Menu][]Command{}, names: map[string]string{}, texts: map[string]string{}, shorts: map[string]string{}, rights: map[bool]Rights{}}
}

// getMe tells who the bot is.
func (s *Server) getMe(*Call) (any, error) {
	return struct {
		User
		CanJoin   bool `json:"can_join_groups"`
		ReadsAll  bool `json:"can_read_all_group_messages"`
		Inline    bool `json:"supports_inline_queries"`
		Business  bool `json:"can_connect_to_business"`
		WebApp    bool `json:"has_main_web_app"`
		HasTopics bool `json:"has_topics_enabled"`
	}{User: s.bot.user, CanJoin: true, ReadsAll: s.o.ReadsAll, Inline: true}, nil
}

// menu reads scope and language_code.
func (s *Server) menu(c *Call) (m Menu, err error) {
	scope := struct {
		Type string `json:"type"`
		Chat any    `json:"chat_id"`
		User int64  `json:"user_id"`
	}{Type: "default"}
	if _, err := c.object("scope", "BotCommandScope", &scope); err != nil {
		return m, err
	}
	m = Menu{Scope: scope.Type, Language: c.Values["language_code"]}
	if m.Language != "" && !languageCode.MatchString(m.Language) {
		return m, badRequest("invalid language code specified")
	}
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		return m, nil
	case "chat", "chat_administrators", "chat_member":
		if number, ok := scope.Chat.(float64); ok {
			m.Chat = int64(number)
		} else if text, ok := scope.Chat.(string); ok {
			m.Chat = s.chatID(text)
		}
		if s.rooms[m.Chat] == nil {
			return m, badRequest("chat not found")
		}
		if scope.Type == "chat_member" {
			m.User = scope.User
		}
		return m, nil
	}
	return m, badRequest("can't parse BotCommandScope: unsupported type specified")
}

func (s *Server) setMyCommands(c *Call) (any, error) {
	var commands []Command
	if _, err := c.object("commands", "commands", &commands); err != nil {
		return nil, err
	}
	m, err := s.menu(c)
	if err != nil {
		return nil, err
	}
	if len(commands) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, command := range commands {
		if err := command.check(); err != nil {
			return nil, err
		}
	}
	s.profile.menus[m] = commands
	return true, nil
}

func (c Command) check() error {
	switch {
	case c.Command == "":
		return badRequest("command must be non-empty")
	case len(c.Command) > maxCommand:
		return badRequest("command length must not exceed %d", maxCommand)
	case !commandName.MatchString(c.Command):
		return badRequest("BOT_COMMAND_INVALID")
	case c.Description == "":
		return badRequest("command description must be non-empty")
	case utf8.RuneCountInString(c.Description) > maxCommandText:
		return badRequest("command description length must not exceed %d", maxCommandText)
	}
	return nil
}

func (s *Server) getMyCommands(c *Call) (any, error) {
	m, err := s.menu(c)
	if err != nil {
		return nil, err
	}
	return append([]Command{}, s.profile.menus[m]...), nil
}

func (s *Server) deleteMyCommands(c *Call) (any, error) {
	m, err := s.menu(c)
	if err != nil {
		return nil, err
	}
	delete(s.profile.menus, m)
	return true, nil
}

// Menus are all lists of commands that were set.
func (s *Server) Menus() map[Menu][]Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.profile.menus)
}

// Menu is the list of commands that the client of p shows in a chat: the most
// specific one there is, in the language of p before that for all.
func (p *Person) Menu(r *Room) []Command {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	language := ""
	if len(p.user.LanguageCode) >= 2 {
		language = p.user.LanguageCode[:2]
	}
	for _, m := range p.menus(r) {
		for _, m.Language = range slices.Compact([]string{language, ""}) {
			if list, ok := p.s.profile.menus[m]; ok {
				return slices.Clone(list)
			}
		}
	}
	return nil
}

// menus are the scopes that hold for p in a chat, the most specific first.
func (p *Person) menus(r *Room) (menus []Menu) {
	id := r.chat.ID
	if r.chat.Type == Private {
		return []Menu{{Scope: "chat", Chat: id}, {Scope: "all_private_chats"}, {Scope: "default"}}
	}
	menus = []Menu{{Scope: "chat_member", Chat: id, User: p.user.ID}}
	admin := r.member(p).admin()
	if admin {
		menus = append(menus, Menu{Scope: "chat_administrators", Chat: id})
	}
	menus = append(menus, Menu{Scope: "chat", Chat: id})
	if admin {
		menus = append(menus, Menu{Scope: "all_chat_administrators"})
	}
	return append(menus, Menu{Scope: "all_group_chats"}, Menu{Scope: "default"})
}

// setLine stores one of the texts per language.
func setLine(c *Call, lines map[string]string, name string, limit int) (any, error) {
	language, text := c.Values["language_code"], c.Values[name]
	switch {
	case language != "" && !languageCode.MatchString(language):
		return nil, badRequest("invalid language code specified")
	case utf8.RuneCountInString(text) > limit:
		return nil, badRequest("%s", fmt.Sprintf("bot %s length must not exceed %d", name, limit))
	}
	lines[language] = text
	return true, nil
}

// line is the text of a language, or that for all others.
func line(c *Call, lines map[string]string, absent string) string {
	return cmp.Or(lines[c.Values["language_code"]], lines[""], absent)
}

func (s *Server) setMyName(c *Call) (any, error) { return setLine(c, s.profile.names, "name", maxName) }

func (s *Server) getMyName(c *Call) (any, error) {
	return map[string]string{"name": line(c, s.profile.names, s.o.Name)}, nil
}

func (s *Server) setMyDescription(c *Call) (any, error) {
	return setLine(c, s.profile.texts, "description", maxDescription)
}

func (s *Server) getMyDescription(c *Call) (any, error) {
	return map[string]string{"description": line(c, s.profile.texts, "")}, nil
}

func (s *Server) setMyShortDescription(c *Call) (any, error) {
	return setLine(c, s.profile.shorts, "short_description", maxShort)
}

func (s *Server) getMyShortDescription(c *Call) (any, error) {
	return map[string]string{"short_description": line(c, s.profile.shorts, "")}, nil
}

func (s *Server) setMyDefaultAdministratorRights(c *Call) (any, error) {
	var r Rights
	if _, err := c.object("rights", "chat administrator rights", &r); err != nil {
		return nil, err
	}
	s.profile.rights[c.truth("for_channels")] = r
	return true, nil
}

func (s *Server) getMyDefaultAdministratorRights(c *Call) (any, error) {
	return s.profile.rights[c.truth("for_channels")], nil
}
