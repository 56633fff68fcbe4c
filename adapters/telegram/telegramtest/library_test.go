package telegramtest_test

import (
	"errors"
	"io"
	"log"
	"net/http"
	"slices"
	"testing"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"wirebrief/adapters/telegram/telegramtest"
)

// The library that the adapter uses gets along with the server, in all that it
// can do, and shows the same defects as with the real one.
func TestLibrary(t *testing.T) {
	// Its fields of the API are of 2021: some have other names by now, so that
	// nothing is held against the description.
	b := startUnchecked(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	bot, err := tgbotapi.NewBotAPIWithClient(b.Token(), b.Endpoint(), client)
	if err != nil {
		t.Fatal(err)
	}
	if bot.Self.UserName != "wirebrief_test_bot" || !bot.Self.SupportsInlineQueries {
		t.Errorf("getMe is %+v", bot.Self)
	}
	ana := b.AddPerson(telegramtest.User{FirstName: "Ana", LanguageCode: "az"})
	ana.Start("p-1")
	l := library{b, bot, ana}
	t.Run("Updates", l.testUpdates)
	t.Run("SendPressEdit", l.testSendPressEdit)
	t.Run("ErrorsHaveTheirNumbers", l.testErrorsHaveTheirNumbers)
	t.Run("UploadLosesTheCode", l.testUploadLosesTheCode)
	t.Run("FilesAndMenus", l.testFilesAndMenus)
	t.Run("RawRequest", l.testRawRequest)
}

// A library is telegram-bot-api with a server and somebody to talk to.
type library struct {
	*bench
	bot *tgbotapi.BotAPI
	ana *telegramtest.Person
}

func (l library) testUpdates(t *testing.T) {
	got, err := l.bot.GetUpdates(tgbotapi.UpdateConfig{Timeout: 5})
	if err != nil || len(got) != 1 || got[0].Message.Command() != "start" || got[0].Message.CommandArguments() != "p-1" || got[0].Message.From.LanguageCode != "az" {
		t.Errorf("updates %+v, %v", got, err)
	}
}

func (l library) testSendPressEdit(t *testing.T) {
	m := tgbotapi.NewMessage(l.ana.ID(), "<b>page</b> 1")
	m.ParseMode, m.DisableWebPagePreview = tgbotapi.ModeHTML, true
	m.ReplyMarkup = tgbotapi.NewInlineKeyboardMarkup(tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonData("Next", "2")))
	sent, err := l.bot.Send(m)
	if err != nil || sent.Text != "page 1" || len(sent.Entities) != 1 || len(sent.ReplyMarkup.InlineKeyboard) != 1 {
		t.Fatalf("sent %+v, %v", sent, err)
	}
	press := l.ana.Press(l.ana.Private(), "Next")
	got, err := l.bot.GetUpdates(tgbotapi.UpdateConfig{Offset: -1})
	if err != nil || len(got) != 1 || got[0].CallbackQuery.Data != "2" {
		t.Fatalf("updates %+v, %v", got, err)
	}
	if _, err := l.bot.Request(tgbotapi.NewCallback(got[0].CallbackQuery.ID, "turned")); err != nil {
		t.Error(err)
	}
	if n, ok := press.Wait(); !ok || n.Text != "turned" {
		t.Errorf("shown %+v", n)
	}
	if _, err := l.bot.Send(tgbotapi.NewEditMessageText(l.ana.ID(), sent.MessageID, "page 2")); err != nil {
		t.Error(err)
	}
	if post := l.ana.Private().BotPosts()[0]; post.Text != "page 2" || post.Preview != "" {
		t.Errorf("the post is %+v", post)
	}
}

func (l library) testErrorsHaveTheirNumbers(t *testing.T) {
	l.Fail("sendMessage", 0, telegramtest.Flooding(9))
	_, err := l.bot.Send(tgbotapi.NewMessage(l.ana.ID(), "a"))
	var e *tgbotapi.Error
	if !errors.As(err, &e) || e.Code != 429 || e.RetryAfter != 9 {
		t.Errorf("error %#v", err)
	}
	group := l.AddGroup("Dockers", l.ana)
	group.Add(l.ana, l.Bot())
	super := group.Upgrade(l.ana)
	if _, err := l.bot.Send(tgbotapi.NewMessage(group.ID(), "a")); !errors.As(err, &e) || e.MigrateToChatID != super.ID() {
		t.Errorf("error %#v", err)
	}
}

// T25, TL3
func (l library) testUploadLosesTheCode(t *testing.T) {
	l.ana.Block()
	defer l.ana.Unblock()
	_, err := l.bot.Send(tgbotapi.NewPhoto(l.ana.ID(), tgbotapi.FileBytes{Name: "a.png", Bytes: []byte("x")}))
	var e *tgbotapi.Error
	if !errors.As(err, &e) || e.Code != 0 || e.Message != "Forbidden: bot was blocked by the user" {
		t.Errorf("error %#v", err)
	}
}

func (l library) testFilesAndMenus(t *testing.T) {
	if _, err := l.bot.Send(tgbotapi.NewDocument(l.ana.ID(), tgbotapi.FileBytes{Name: "a.txt", Bytes: []byte("abc")})); err != nil {
		t.Error(err)
	}
	posts := l.ana.Private().BotPosts()
	if f := posts[len(posts)-1].Files; len(f) != 1 || f[0].Name != "a.txt" || string(f[0].Content) != "abc" {
		t.Errorf("files %+v", f)
	}
	scope := tgbotapi.NewBotCommandScopeAllPrivateChats()
	if _, err := l.bot.Request(tgbotapi.NewSetMyCommandsWithScopeAndLanguage(scope, "az", tgbotapi.BotCommand{Command: "latest", Description: "Xəbərlər"})); err != nil {
		t.Error(err)
	}
	if menu := l.ana.Menu(l.ana.Private()); len(menu) != 1 || menu[0].Command != "latest" {
		t.Errorf("menu %+v", menu)
	}
}

// TL11, TL13
func (l library) testRawRequest(t *testing.T) {
	p := tgbotapi.Params{"chat_id": "5", "text": "a"}
	p.AddInterface("reply_parameters", map[string]any{"message_id": 1})
	if _, err := l.bot.MakeRequest("sendMessage", p); err == nil {
		t.Error("a message to nobody was sent")
	}
	if _, err := l.bot.MakeRequest("getUpdates", tgbotapi.Params{"allowed_updates": "null", "offset": "-1"}); err != nil {
		t.Error(err)
	}
}

// The channel of updates of the library works, too.
func TestLibraryChannel(t *testing.T) {
	if err := tgbotapi.SetLogger(log.New(io.Discard, "", 0)); err != nil {
		t.Fatal(err)
	}
	b := start(t, telegramtest.Options{})
	client := &http.Client{Transport: &http.Transport{}}
	bot, err := tgbotapi.NewBotAPIWithClient(b.Token(), b.Endpoint(), client)
	if err != nil {
		t.Fatal(err)
	}
	ana := b.AddPerson(telegramtest.User{FirstName: "Ana"})
	updates := bot.GetUpdatesChan(tgbotapi.UpdateConfig{Timeout: 1})
	var got []string
	for _, text := range []string{"one", "two", "three"} {
		ana.Say(ana.Private(), text)
		got = append(got, (<-updates).Message.Text)
	}
	bot.StopReceivingUpdates()
	for range updates { // until its goroutine has ended
	}
	client.CloseIdleConnections()
	if !slices.Equal(got, []string{"one", "two", "three"}) {
		t.Errorf("received %q", got)
	}
}
