package config

import "net/netip"

// A Config is a valid set of settings. The zero value is not valid: Load makes
// one.
type Config struct {
	Database Database
	Log      Log
	Limits   Limits
	Access   Access
	Digest   Digest
	Fetch    Fetch
	Sources  Sources
	Web      Web
	Telegram Telegram
	Discord  Discord
}

// Database says where everything is stored.
type Database struct {
	// Path of the SQLite file.
	Path string
}

// Log says what is logged to standard error.
type Log struct {
	// Level is debug, info, warn or error.
	Level string
	// Format is text, json, or auto: text on a terminal, else json.
	Format string
}

// Access says who may use the bot.
type Access struct {
	// Mode is open, invite or listed.
	Mode string
	// Listed are people and chats that are always let in, each
	// "platform:id".
	Listed []string
}

// Limits bound what people and files may cost.
type Limits struct {
	// Topics is how many topics one chat may follow.
	Topics int
	// FileMiB is the size of the largest article file that is read, in MiB.
	FileMiB int
	// ChatSources is how many sources one chat may add; 0 means that only
	// the operator adds any.
	ChatSources int
	// Alerts is how many alerts a chat gets in an hour.
	Alerts int
}

// Digest says what holds for digests unless a chat says otherwise.
type Digest struct {
	// Zone is a name of the tz database.
	Zone string
	// SpreadMinutes is by how much digests may come before or after their
	// time; 0 means not at all.
	SpreadMinutes int
}

// Fetch says how addresses are asked.
type Fetch struct {
	// Allow are networks of the operator's own, opened to requests.
	Allow []netip.Prefix
	// AllowChats are those opened to the addresses that people send in chats.
	AllowChats []netip.Prefix
	// Proxy is the address of the proxy for every request, empty for none.
	// It may hold a user and password.
	Proxy Secret
	// Contact is a mail or page address for those who run the sites, or "".
	Contact string
}

// Sources say how often sources are asked.
type Sources struct {
	// FastestMinutes and SlowestMinutes bound the time between two polls.
	FastestMinutes, SlowestMinutes int
	// Folder is watched for article files; "" means none.
	Folder string
}

// Web is the port for people and other programs.
type Web struct {
	// Listen is host:port; "" means no port.
	Listen string
	// PublicURL is where Listen is reached from the Internet, without a
	// slash at its end, or "".
	PublicURL string
}

// Telegram holds the credentials of the Telegram bot.
type Telegram struct {
	// Token is what @BotFather gave; empty means no Telegram.
	Token Secret
	// BaseURL is the address of the Bot API server, without a slash at its
	// end.
	BaseURL string
	// Webhook tells that updates are pushed to Web.PublicURL.
	Webhook bool
}

// Discord holds the credentials of the Discord bot.
type Discord struct {
	// Token is the bot token of the application; empty means no Discord.
	Token Secret
	// BaseURL is the address of the API with its version, without a slash at
	// its end.
	BaseURL string
	// PublicKey is the key of the application in hexadecimal, with which
	// interactions are signed that are pushed to Web.PublicURL; empty means
	// that they come over the gateway.
	PublicKey string
	// Shards is how many connections the servers are divided among, 0 for as
	// many as Discord advises.
	Shards int
	// Crosspost tells that what is posted in announcement channels goes on to
	// the servers that follow them.
	Crosspost bool
}
