// Package telegram connects the bot to Telegram through its Bot API. It
// translates, and decides nothing: updates become bot.Commands, bot.Messages
// become HTML messages with keyboards, and each refusal of the server becomes
// a class of bot.SendError.
//
// An Adapter hears of updates by long polling or by a webhook. Either way an
// update is stored in the bot's inbox before Telegram is told that it came, and
// stays there until it was answered, so that none is lost when the program is
// killed; those of one chat are answered in order.
//
// A forum topic is a chat of its own within its group: its id is that of the
// group, a colon, and that of the topic. Only this package reads these ids.
//
// The library github.com/go-telegram-bot-api/telegram-bot-api/v5 makes the
// requests; what it does wrong is worked round in client.go, with the reasons.
package telegram
