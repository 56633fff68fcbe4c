// Package terminal is the chat adapter for the terminal it is started from:
// one private chat, "local", whose only user is its administrator. It reads
// lines, turns a typed number into the button that stands beside it, and
// prints messages wrapped to the width of the terminal. Article text is
// foreign text: whatever could steer a terminal (escape sequences, control,
// bidi and zero-width characters) is taken out here, as the last step before
// the bytes are written.
package terminal
