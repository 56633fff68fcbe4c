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
// briefing_message.go and quotation.go.
//
// What a chat sets is in settings.go, changed through settings_change.go:
// digest_settings.go with digest_times.go, timezone.go with zones.go,
// settings_quiet.go with quiet.go and pause.go, and the rest in
// settings_language.go, settings_menu.go and privacy.go. Each change is a
// command, so that buttons, also those that take it back, only say what could
// be typed. Who may use the bot at all is in access.go and invite.go, how much
// in rates.go and asking.go.
//
// A channel is managed from the private chats of its administrators
// (managing.go; its buttons are in managing_button.go), and chat_change.go
// follows where the bot may write.
//
// What chats are owed is decided by three loops and brought by a fourth. The
// Digester (digester.go; compose_digest.go chooses) composes at the instants of
// schedule.go, the Alerter (alerter.go) tells at once of what matcher.go
// matched, the Corrector (corrector.go) takes back what a report has changed.
// Each keeps content, not words, in the ledger of delivery.go. The Courier
// (courier.go, a lane for each platform) has renderer.go put it into words,
// sends it at the pace of pacing.go, and notes what became of it.
//
// Articles come in through ingester.go, which stores them and, in process.go,
// gives each its story. Most come from sources, the feeds and sitemaps of
// source.go: poller.go hands those that are due, queued by host in
// poll_queue.go, to readers (poll_source.go), stores in batches what they bring
// (poll_batch.go), and poll_schedule.go decides when to come back. How a source
// is read is an adapter's business (reading.go). What chats do about sources is
// in sources.go.
package bot
