// Package telegramtest is a small Telegram for tests and trials: a server on
// loopback that answers the Bot API as the real one does, with the people,
// groups and channels behind it, played by the test.
//
// A bot is pointed at Server.URL (or Endpoint, for telegram-bot-api) and
// Server.Token. The test then does what people do, and looks at what they
// would see:
//
//	s := telegramtest.Start(t, telegramtest.Options{})
//	ana := s.AddPerson(telegramtest.User{FirstName: "Ana"})
//	ana.Start("")                              // presses Start
//	posts := ana.Private().WaitPosts(1, 5*time.Second)
//	notice, ok := ana.Press(ana.Private(), "Follow").Wait()
//
// # People and chats
//
// A Person is an account, made by AddPerson; everybody has a Private chat with
// the bot, which can write there after Start. AddGroup, AddSupergroup, AddForum
// and AddChannel make a Room of other people; the bot, Server.Bot, is brought
// in by Room.Add or Room.Promote. People Say, Reply, Edit, Forward, Press
// buttons, Type inline queries, Block the bot and Deactivate their accounts.
// Rooms change who is in them (Add, Kick, Promote, Restrict), are Upgraded and
// Deleted, and have topics.
//
// Room.Posts shows a chat as its readers see it: plain text with its entities,
// buttons, whether it made a sound, which link has a preview. All acts take
// effect at once; Wait, WaitPosts, WaitConfirmed and Press.Wait wait for the
// bot.
//
// # Faithfulness
//
// Updates wait until they are confirmed, at most a day; privacy mode hides
// from the bot what it hides there; texts, buttons and files are refused for
// the same reasons and in the same words; rate limits hold (DefaultLimits,
// SetLimits), and who exceeds one waits out the time. What cannot be known
// from outside is a choice of this package and said where it is made: how long
// bursts may be, and how long a press can be answered. Some things are
// simpler: edits do not count for rate limits, addresses of photos are not
// fetched, and no inline result is cached.
//
// With Options.Schema each request, answer and update is held against the
// machine-readable description of the API. What does not fit is collected in
// Violations, with everything a test asked for that no client can do; Start
// fails the test on them.
//
// # The page
//
// Server.ServePage adds a small client for a browser, which draws chats as
// Telegram would: a person plays the people there, presses buttons and uses the
// inline mode. Package cmd beside this one starts a server with it. The
// addresses of single states make pictures of dialogues.
//
// # Trouble
//
// Fail orders a Fault for the requests to come: Refusing, Flooding,
// BadGateway, LostAnswer, Stalling. Revoke takes the token back, Advance turns
// the clock forward, Unconfirm brings updates again, SetNextUpdate lets their
// ids begin anew, Inject passes any update, PressForged and PostForged play
// somebody with bad intentions. Refused, TooMany and Calls tell how the bot
// took it.
package telegramtest
