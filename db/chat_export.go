package db

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot"
)

// An exported is all that is stored about a chat, as the chat gets it. Times
// are written as RFC 3339 in UTC.
type exported struct {
	Platform      bot.Platform     `json:"platform"`
	Chat          string           `json:"chat"`
	Kind          string           `json:"kind,omitempty"`
	Name          string           `json:"name,omitempty"`
	Within        string           `json:"part_of,omitempty"`
	Since         string           `json:"known_since,omitempty"`
	Settings      map[string]any   `json:"settings"`
	Subscriptions []map[string]any `json:"subscriptions"`
	Changes       []map[string]any `json:"changes"`
	Deliveries    []map[string]any `json:"deliveries"`
	Digests       []map[string]any `json:"digests"`
	Shown         []map[string]any `json:"shown_stories"`
	Events        []map[string]any `json:"recent_events"`
	Sources       []map[string]any `json:"sources_added"`
	Corrections   []map[string]any `json:"corrections"`
	Reports       []map[string]any `json:"mistakes_reported"`
	Phrases       []map[string]any `json:"words_behind_buttons"`
	Links         []map[string]any `json:"links"`
	Questions     []map[string]any `json:"questions"`
	Managed       []map[string]any `json:"managed_from_here"`
	Access        []map[string]any `json:"access"`
	AccessLog     []map[string]any `json:"access_changes"`
	Refusals      []map[string]any `json:"told_not_let_in"`
}

// ExportChat implements bot.SettingsStore.
func (d *DB) ExportChat(ctx context.Context, chat bot.ChatRef) ([]byte, error) {
	x := exported{Platform: chat.Platform, Chat: chat.ID}
	err := d.view(ctx, "export a chat from", func(t tx) error {
		id, err := t.findChat(chat)
		if err != nil {
			return err
		}
		s := defaults(chat)
		if id != 0 {
			if s, err = t.settings(id); err != nil {
				return err
			}
			x.Kind, x.Name = [...]string{"private", "group", "channel"}[s.Kind%3], s.Name
			var created sql.NullInt64
			if err := t.row(`SELECT created, within FROM chats WHERE id = ?`, id).Scan(&created, &x.Within); err != nil {
				return err
			}
			x.Since = exportTime(created)
		}
		x.Settings = exportSettings(&s)
		for _, p := range x.parts() {
			args := []any{id}
			if p.byName {
				args = []any{chat.Platform, chat.ID}
			}
			if *p.to, err = t.export(p.query, args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // people read it
	e.SetIndent("", "  ")
	err = e.Encode(x)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// An exportPart is a list of rows; the names of the columns are its keys.
type exportPart struct {
	to    *[]map[string]any
	query string
	// byName: the query is for platform and name of the chat, not its row.
	byName bool
}

func (x *exported) parts() []exportPart {
	return []exportPart{
		{&x.Subscriptions, `SELECT typed AS topic, mode, paused AS is_paused, created AS created_at FROM subscriptions WHERE chat = ? ORDER BY id`, false},
		{&x.Changes, `SELECT at AS at, user, act, detail FROM changes WHERE chat = ? ORDER BY id`, false},
		{&x.Deliveries, `SELECT kind, state, created AS created_at, due AS due_at, expires AS expires_at, first AS first_tried_at, ended AS ended_at, attempt AS attempts, silent AS is_silent,
			plain AS is_plain_text, message, edits AS changes_message, class AS problem_class, problem, content AS content_json FROM deliveries WHERE chat = ? ORDER BY id`, false},
		{&x.Digests, `SELECT slot FROM digests WHERE chat = ? ORDER BY slot`, false},
		{&x.Shown, `SELECT s.story, s.at AS at, s.kind, s.figures AS figures_json, coalesce((SELECT title FROM revisions r JOIN articles a ON a.revision = r.id WHERE a.id = s.story), '') AS headline
			FROM shown s WHERE s.chat = ? ORDER BY s.at, s.story`, false},
		{&x.Events, `SELECT key AS event, act, at AS at, result AS result_json FROM events WHERE platform = ?1 AND (substr(act, instr(act, ' ') + 1) = ?2
			OR substr(act, instr(act, ' ') + 1, length(?2) + 1) = ?2 || ' ') ORDER BY at`, true},
		{&x.Sources, `SELECT url, title, added AS at FROM sources WHERE platform = ? AND chat = ? ORDER BY id`, true},
		{&x.Corrections, `SELECT original.message, c.was AS revision_was, c.now AS revision_now, d.created AS at FROM corrections c
			JOIN deliveries original ON original.id = c.original JOIN deliveries d ON d.id = c.delivery WHERE original.chat = ? ORDER BY d.created`, false},
		{&x.Phrases, `SELECT text, created AS at FROM phrases WHERE platform = ? AND chat = ? ORDER BY created`, true},
		{&x.Links, `SELECT data AS stands_for, created AS at FROM links WHERE platform = ? AND chat = ? ORDER BY created`, true},
		{&x.Questions, `SELECT person AS who, command AS asked_for, asked AS at FROM questions WHERE platform = ? AND chat = ? ORDER BY asked`, true},
		{&x.Managed, `SELECT channel, person AS who, added AS at, used AS last_used_at FROM managers
			WHERE platform = ?1 AND (chat = ?2 OR channel = ?2 OR chat = '' AND person = ?2) ORDER BY added`, true},
		{&x.AccessLog, `SELECT at AS at, act, kind, ref AS who, actor AS done_by FROM access_log
			WHERE platform = ?1 AND (ref = ?2 OR ref IN (SELECT ref FROM grants WHERE platform = ?1 AND chat = ?2)) ORDER BY id`, true},
		{&x.Refusals, `SELECT at AS at FROM refusals WHERE platform = ? AND ref = ?`, true},
		{&x.Access, `SELECT kind, ref AS who, giver AS brought_by, created AS at FROM grants
			WHERE platform = ?1 AND (chat = ?2 OR kind = 'chat' AND ref = ?2) ORDER BY created`, true},
		{&x.Reports, `SELECT at AS at, user, kind, words, title, publisher, url FROM reports WHERE platform = ? AND chat = ? ORDER BY id`, true},
	}
}

// export reads rows as they are to be shown: what ends in "at" is a time, what
// begins with "is_" is yes or no, what ends in "_json" is a value of its own.
func (t tx) export(query string, args ...any) (list []map[string]any, err error) {
	list = []map[string]any{}
	var columns []string
	err = t.each(func(rows *sql.Rows) error {
		if columns == nil {
			if columns, err = rows.Columns(); err != nil {
				return err
			}
		}
		values := make([]any, len(columns))
		dest := make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		row := map[string]any{}
		for i, name := range columns {
			if key, value := exportValue(name, values[i]); value != nil && value != "" {
				row[key] = value
			}
		}
		list = append(list, row)
		return nil
	}, query, args...)
	return list, err
}

func exportValue(name string, value any) (string, any) {
	n, isNumber := value.(int64)
	switch {
	case value == nil:
		return name, nil
	case isNumber && (name == "at" || strings.HasSuffix(name, "_at")):
		return name, exportTime(sql.NullInt64{Int64: n, Valid: true})
	case isNumber && strings.HasPrefix(name, "is_"):
		return strings.TrimPrefix(name, "is_"), n != 0
	case strings.HasSuffix(name, "_json"):
		b := []byte(fmt.Sprintf("%s", value))
		if !json.Valid(b) {
			return name, nil
		}
		return strings.TrimSuffix(name, "_json"), json.RawMessage(b)
	}
	return name, value
}

func exportTime(ms sql.NullInt64) string { return instant(ms).Format(time.RFC3339) }

func exportSettings(s *bot.Settings) map[string]any {
	m := map[string]any{
		"time_zone":         orNone(s.Zone),
		"digests":           orNone(digestTimesText(s.Digests)),
		"quiet_hours":       orNone(quietText(s.Quiet)),
		"paused":            orNone(pauseText(s.Paused, s.PausedUntil)),
		"language":          orNone(s.Language),
		"reading_languages": s.Reading,
		"nothing_new":       orNone(s.SayNothing),
		"who_may_ask":       s.Asking,
		"may_be_asked_in":   cmp.Or(s.AskIn, "anywhere"),
		"stopped":           orNone(s.Stopped),
		"refusals":          s.Strikes,
	}
	for name, at := range map[string]time.Time{"next_digest": s.NextDigest, "last_digest": s.LastDigest} {
		if !at.IsZero() {
			m[name] = at.Format(time.RFC3339)
		}
	}
	if s.NextSlot != "" {
		m["next_digest_for"] = s.NextSlot
	}
	return m
}
