package bot

import "wirebrief/bot/text"

// AnsweredPrivately tells in a group that the answer is in the private chat of
// who asked. The adapter gives its one button the address of that chat.
func AnsweredPrivately() Message { return pointed(text.ID("private.answered")) }

// AskPrivately asks to open the private chat, where the answer would be. Its
// button is as that of AnsweredPrivately.
func AskPrivately() Message { return pointed(text.ID("private.ask")) }

func pointed(id text.ID) Message {
	say := text.For("en")
	return Message{Blocks: []Block{paragraph(say.T(id, nil))}, Buttons: [][]Button{{{Label: say.T("button.private", nil)}}}}
}
