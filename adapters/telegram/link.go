package telegram

// StartLink is the address that opens the private chat with the bot of a name,
// and says "/start payload" there once the reader has pressed Start. A payload
// has at most 64 of the characters A-Z a-z 0-9 _ -.
func StartLink(name, payload string) string {
	return "https://t.me/" + name + "?start=" + payload
}

// StartLink is StartLink for the bot that is connected, "" before the first
// connection.
func (a *Adapter) StartLink(payload string) string {
	if a.name() == "" {
		return ""
	}
	return StartLink(a.name(), payload)
}
