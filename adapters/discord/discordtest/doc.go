// Package discordtest is a small Discord for tests and trials: a server on
// loopback that answers the REST API and the gateway as the real ones do, with
// the people, guilds and channels behind them, played by the test.
//
// A bot is pointed at Server.URL, whose GET /gateway leads to the gateway, and
// Server.Token. The test then does what people do, and looks at what they would
// see:
//
//	s := discordtest.Start(t, discordtest.Options{})
//	ana := s.AddPerson(discordtest.User{GlobalName: "Ana"})
//	news := s.AddGuild("Harbour", ana).AddTextChannel("news")
//	use := ana.Slash(news, "/latest topic:grain") // once the bot has registered it
//	post, ok := use.Wait()
//	ana.Press(post, "More quotes")
//
// # People and places
//
// A Person is an account, made by AddPerson. AddGuild makes a Guild, in which
// the bot is with BotPermissions unless it is made by AddGuildWithout; people
// are members with a Role or rights of their own (Give, Grant). AddTextChannel,
// AddNews, AddForum, AddVoice and AddThread make a Room, whose overwrites are
// set by Allow, Deny and Overwrite; Private is the Room of direct messages with
// the bot. Threads are put away and locked, Rooms and Guilds deleted, the bot
// kicked and invited; the gateway tells it so.
//
// People use commands (Slash, BriefThis), type into options (Complete), Press
// buttons, Select, fill in forms (Submit) and write (Say, Reply, Forward), also
// where only they have installed the bot (Install). Each Use shows what came of
// it. Room.Posts shows a room as its readers see it: the plain text of content
// and embeds, what in it is Live, buttons, who sees it. All acts take effect at
// once; Server.Wait, Room.WaitPosts and Use.Wait wait for the bot.
//
// # Faithfulness
//
// Messages, commands, forms and answers are held to all limits that are
// documented, and refused by the code and the tree of errors that Discord uses;
// what the bot may do in a channel follows from roles and overwrites; nonces,
// the 3 s of an interaction and the 15 min of its token pass by the clock of
// the server (Advance); each route has its bucket and headers, all together
// have 50 requests a second, and too many invalid ones are answered by a ban
// (Limits). The gateway counts identifies and resumes, keeps events for Resume,
// holds intents and shards apart, and closes for the reasons it documents.
//
// What cannot be known from outside is a choice of this package and said where
// it is made: the codes of late answers (Options), limits that are only
// rumoured, that lengths are counted in code points. Some things are simpler:
// no cards are made of links, reactions, polls and voice are not there, and
// routes that a news bot has no use for are answered 404.
//
// With Options.Schema each request and answer is held against Discord's own
// OpenAPI description. What does not fit is collected in Violations, with
// everything a test asked for that no client can do; Start fails the test on
// them.
//
// # The page
//
// Server.ServePage adds a small client for a browser, which draws channels as
// Discord would: one plays the people there, types slash commands with their
// options and completions, presses buttons and fills in forms. Package cmd
// beside this one starts a server with it. The addresses of single states make
// pictures of dialogues.
//
// # Trouble
//
// Fail orders a Fault for the requests to come: Refusing, Flooding,
// FloodingAll, Shared, Cloudflare, BadGateway, StoredBadGateway, LostAnswer,
// Stalling. Revoke takes the token back, Refused, TooMany, Invalid, Calls and
// LastCalls tell how the bot took it. DropConnections, Stall, Reconnect,
// InvalidateSession and CloseWith trouble the gateway at once, FailGateway at a
// Stage of connections to come, Chaos at random; SetSessionsLeft spends the
// identifies of the day, and Identifies, Resumes, Closings and Beats tell how
// the bot took it. Dispatch and Alter send what nobody has foreseen. SetEndpoint
// has interactions posted to the bot instead, signed by PublicKey, and Knock
// sends what is signed wrongly.
package discordtest
