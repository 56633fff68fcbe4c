package config

// A Config is a valid set of settings. The zero value is not valid: Load makes
// one.
type Config struct {
	Database Database
	Log      Log
	Limits   Limits
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

// Limits bound what people and files may cost.
type Limits struct {
	// Topics is how many topics one chat may follow.
	Topics int
	// FileMiB is the size of the largest article file that is read, in MiB.
	FileMiB int
}

// Telegram holds the credentials of the Telegram bot.
type Telegram struct {
	// Token is what @BotFather gave; empty means no Telegram.
	Token Secret
}

// Discord holds the credentials of the Discord bot.
type Discord struct {
	// Token is the bot token of the application; empty means no Discord.
	Token Secret
}
