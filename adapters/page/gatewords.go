package page

import (
	"slices"
	"strings"
)

// A gateLanguage has the words of one language in which publishers ask
// readers to subscribe or to sign in before they go on: a notice asks for something
// (ask) and tells what for (aim). A claim says all by itself.
type gateLanguage struct {
	ask, aim, claim []string
}

// gateLanguages are in lower case, with straight apostrophes.
var gateLanguages = []gateLanguage{
	{ // English
		ask: []string{"subscri", "sign in", "sign up", "log in", "login", "register", "become a member", "create an account", "create a free account", "free account", "join now"},
		aim: []string{"continue reading", "keep reading", "reading this article", "read the full", "read the rest", "read this article", "read this story", "read the article", "full article", "full story", "unlock this", "access this article", "access this story", "finish reading"},
		claim: []string{"this article is for subscribers", "this story is for subscribers", "this content is for subscribers", "article is for subscribers only", "this content is for members", "this article is exclusive to subscribers",
			"this article is only available to subscribers", "this content is only available to subscribers", "this article is available to subscribers", "this article is reserved for", "already a subscriber?", "you have reached your limit of free articles", "you've reached your limit of free articles"},
	},
	{ // French
		ask:   []string{"abonne", "connectez-vous", "identifiez-vous", "inscrivez-vous", "créez un compte"},
		aim:   []string{"lire la suite", "poursuivre la lecture", "poursuivre votre lecture", "continuer à lire", "continuer la lecture", "l'article complet", "l'intégralité de", "lire cet article"},
		claim: []string{"est réservé aux abonnés", "est réservée aux abonnés", "article réservé aux abonnés", "déjà abonné ?", "déjà abonné?"},
	},
	{ // German
		ask:   []string{"abo ", "abonn", "digitalabo", "anmeld", "melden sie sich", "registrier", "einlogg"},
		aim:   []string{"weiterlesen", "weiterzulesen", "weiter lesen", "ganzen artikel", "vollständigen artikel", "kompletten artikel", "diesen artikel lesen", "artikel zu lesen"},
		claim: []string{"dieser artikel ist nur für abonnent", "dieser artikel ist exklusiv für", "exklusiv für abonnent", "sie sind bereits abonnent", "bereits abonnent?"},
	},
	{ // Spanish
		ask:   []string{"suscr", "inicia sesión", "iniciar sesión", "inicie sesión", "regístr", "registr", "hazte socio"},
		aim:   []string{"seguir leyendo", "continuar leyendo", "sigue leyendo", "leer el artículo", "artículo completo", "noticia completa"},
		claim: []string{"contenido exclusivo para suscriptores", "artículo exclusivo para suscriptores", "solo para suscriptores", "¿ya eres suscriptor?", "¿ya es suscriptor?"},
	},
	{ // Portuguese
		ask:   []string{"assin", "faça login", "faça o login", "cadastr", "inicie sessão"},
		aim:   []string{"continuar lendo", "continue lendo", "continuar a ler", "continue a ler", "artigo completo", "matéria completa", "reportagem completa"},
		claim: []string{"conteúdo exclusivo para assinantes", "exclusivo para assinantes", "já é assinante?", "já é assinante ?"},
	},
	{ // Italian
		ask:   []string{"abbon", "accedi", "registr"},
		aim:   []string{"continuare a leggere", "continua a leggere", "proseguire la lettura", "leggere l'articolo", "articolo completo", "leggere tutto"},
		claim: []string{"contenuto riservato agli abbonati", "articolo riservato agli abbonati", "sei già abbonato?", "hai già un abbonamento?"},
	},
	{ // Dutch
		ask:   []string{"abonn", "log in", "inlogg", "registreer"},
		aim:   []string{"verder lezen", "verder te lezen", "lees verder", "hele artikel", "volledige artikel"},
		claim: []string{"dit artikel is alleen voor abonnees", "exclusief voor abonnees", "al abonnee?"},
	},
	{ // Polish
		ask:   []string{"subskry", "zaloguj", "prenumer", "wykup dostęp", "kup dostęp"},
		aim:   []string{"czytać dalej", "czytaj dalej", "dalszą część", "cały artykuł", "pełny artykuł", "pełną treść"},
		claim: []string{"artykuł dostępny tylko dla", "treść dostępna tylko dla", "masz już subskrypcję?", "masz już prenumeratę?"},
	},
	{ // Turkish
		ask:   []string{"abone", "giriş yap", "üye ol"},
		aim:   []string{"okumaya devam", "devamını oku", "devamı için", "tamamını oku", "haberin tamamı", "yazının tamamı"},
		claim: []string{"abonelere özel", "yalnızca aboneler", "sadece aboneler", "zaten abone misiniz"},
	},
	{ // Azerbaijani
		ask: []string{"abunə", "daxil ol", "qeydiyyat"},
		aim: []string{"oxumağa davam", "davamını oxu", "tam mətn"},
	},
	{ // Russian
		ask:   []string{"подпи", "войдите", "войти", "зарегистр", "авториз"},
		aim:   []string{"читать дальше", "читать далее", "продолжить чтение", "продолжения чтения", "полный текст", "полную версию", "прочитать статью", "дочитать", "весь материал"},
		claim: []string{"только для подписчиков", "только подписчикам", "доступен по подписке", "доступна по подписке", "уже есть подписка?", "уже подписаны?"},
	},
	{ // Ukrainian
		ask:   []string{"підпи", "передплат", "увійдіть", "увійти", "зареєстр"},
		aim:   []string{"читати далі", "продовжити читання", "повний текст", "повну версію"},
		claim: []string{"лише для передплатників", "тільки для передплатників", "доступний за передплатою"},
	},
	{ // Arabic
		ask: []string{"اشترك", "تسجيل الدخول", "سجل"},
		aim: []string{"متابعة القراءة", "لمواصلة القراءة", "مواصلة القراءة", "المقال كامل"},
	},
}

// isGate reports whether a line is a notice that the rest of the text is for
// subscribers or for readers who sign in. Speech is none.
func isGate(s string) bool {
	if len(s) > 600 || len(strings.Fields(s)) > 45 || strings.ContainsAny(s, "\"“”«»„") {
		return false
	}
	s = strings.ReplaceAll(strings.ToLower(s), "’", "'")
	has := func(w string) bool { return strings.Contains(s, w) }
	for _, l := range gateLanguages {
		if slices.ContainsFunc(l.claim, has) || slices.ContainsFunc(l.ask, has) && slices.ContainsFunc(l.aim, has) {
			return true
		}
	}
	return false
}
