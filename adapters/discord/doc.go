// Package discord connects the bot to Discord, by bwmarrin/discordgo.
//
// What happens comes in over the gateway, or as signed requests of Discord's
// own, as interactions: slash commands, presses, forms and autocompletion. Each
// is answered or deferred within three seconds. What the bot says goes out as
// embeds, one request for each message, whose nonce is the key of its delivery,
// so that a repeat within two minutes is the same message. A supervisor stands
// around the library's connection: it says what up means, how often to identify,
// and when to stop. Nothing in an article can become markdown, a link or a
// mention: every text is escaped at the last step, and no message may mention
// anybody.
//
// Nothing tells Discord that an interaction was taken, neither an answer nor that
// it comes later nor the 202 for a request of its own, before it is kept in the
// inbox; if it cannot be kept, one from the gateway is answered all the same, and
// the request gets 503, so that who asked sees that it failed. Only completions
// are not kept: they change nothing.
//
// The library is kept away from what it does not bear. It opens a conversation
// and sends beats, through a pipe to the interpreter, which alone talks to the
// gateway: see session.go for the reasons. So nothing that the gateway says can
// stop it, panic in a goroutine of its own and end the process, or have it
// identify the bot again; a session goes on where another has ended, and events
// need not be in a form that it knows. Its requests are made one by one, below
// its limiter and its retries: see rest.go. Were the process to end all the
// same, what was stored in the inbox is answered by the next one.
package discord
