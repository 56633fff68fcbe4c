package telegramtest_test

import (
	"fmt"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"wirebrief/adapters/telegram/telegramtest"
)

// A bot written with telegram-bot-api greets whoever starts it.
func Example() {
	s, err := telegramtest.New(telegramtest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	bot, err := tgbotapi.NewBotAPIWithAPIEndpoint(s.Token(), s.Endpoint())
	if err != nil {
		fmt.Println(err)
		return
	}
	ana := s.AddPerson(telegramtest.User{FirstName: "Ana"})
	ana.Start("")

	updates, err := bot.GetUpdates(tgbotapi.UpdateConfig{Timeout: 5})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range updates {
		answer := tgbotapi.NewMessage(u.Message.Chat.ID, "Good day, <b>"+u.Message.From.FirstName+"</b>!")
		answer.ParseMode = tgbotapi.ModeHTML
		if _, err := bot.Send(answer); err != nil {
			fmt.Println(err)
		}
	}

	for _, p := range ana.Private().WaitPosts(1, time.Second) {
		fmt.Println(p.From+":", p.Text, p.Marked("bold"))
	}
	// Output: Wirebrief: Good day, Ana! [Ana]
}
