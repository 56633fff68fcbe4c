package terminal

// What the terminal itself says, about typing and nothing else; the sentences
// of the bot are in its catalogue.
const (
	prompt         = "> "
	buttonHint     = "(type a number, or another question)"
	outOfRangeHint = "There is no button %d: type a number from 1 to %d, or a question. To search for the number, type /latest %d."
	onlyOneHint    = "There is no button %d: the only one is 1. To search for the number, type /latest %d."
	tooLongHint    = "That line is too long to be a question (more than %s), so it was not asked."
	garbledHint    = "That input could not be understood, so it was not asked."
)

// leave are the words that end the chat.
var leave = []string{"quit", "exit", "/quit", "/exit"}
