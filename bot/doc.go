// Package bot is the application: it answers commands, keeps subscriptions,
// and feeds articles to the store. It knows no platform and no database. Chat
// adapters hand it a Command and turn the Messages of its Reply into what
// their platform shows; stores stand behind small ports, each declared in the
// file of its caller. Every sentence said to people is in bot/text.
//
// To follow an answer, read bot.go (Handle), typed.go (what was typed),
// command.go (the one table of commands) and button.go (what was pressed),
// then the file of the command: latest.go with found.go and nothing.go,
// following.go, lists.go, welcome.go. How a briefing looks is in
// briefing_message.go and quotation.go. Articles come in through ingester.go.
package bot
