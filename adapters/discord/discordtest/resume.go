package discordtest

import (
	"encoding/json"
	"time"
)

// A resumption is the payload of Resume.
type resumption struct {
	Token     string `json:"token"`
	SessionID string `json:"session_id"`
	Seq       *int64 `json:"seq"`
}

// takeResume goes on with a session: what was missed, then RESUMED. A session
// that is not known any more is answered with op 9.
func (s *Server) takeResume(k *socket, d json.RawMessage) {
	var r resumption
	note := Resume{Time: s.now(), Connection: k.number, AtResumeURL: k.resume, SinceOpen: time.Since(k.opened)}
	refuse := func(code int) {
		note.Code = code
		s.noteResume(note)
		k.close(code)
	}
	if k.session != nil {
		refuse(CloseAlreadyIdentified)
		return
	}
	if json.Unmarshal(d, &r) != nil || r.Seq == nil {
		refuse(CloseDecode)
		return
	}
	note.Session, note.Seq = r.SessionID, *r.Seq
	if bareToken(r.Token) != s.o.Token || s.revoked {
		refuse(CloseWrongToken)
		return
	}
	if s.takePlague(AtResume, k) {
		s.noteResume(note)
		return
	}
	s.expireSessions()
	x := s.gateway.sessions[r.SessionID]
	if x != nil && (*r.Seq < 0 || *r.Seq > x.seq) {
		refuse(CloseInvalidSequence)
		return
	}
	var missed [][]byte
	ok := x != nil
	if ok {
		missed, ok = x.since(*r.Seq)
	}
	if !ok {
		s.noteResume(note)
		k.op(opInvalidSession, false)
		return
	}
	x.hears(*r.Seq)
	note.Resumed, note.Missed = true, len(missed)
	s.noteResume(note)
	s.goOn(k, x, missed)
}

// goOn gives a session its new connection.
func (s *Server) goOn(k *socket, x *session, missed [][]byte) {
	if x.socket != nil {
		x.socket.cut()
	}
	x.socket, k.session = k, x
	for _, m := range missed {
		k.send(m, x.compress)
	}
	x.tell("RESUMED", map[string]any{"_trace": []string{}})
	s.takePlague(AfterReady, k)
}
